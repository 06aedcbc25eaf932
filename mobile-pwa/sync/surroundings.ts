import type { AuditContext } from '../store/audit.ts';

interface Connection {
  effectiveType?: string;
  type?: string;
}

/** How the phone is, for its audit trail: what a worker sees, and the battery, which only the page is told. */
export class Surroundings {
  readonly #appVersion: string;
  readonly #navigator: { onLine: boolean; connection?: Connection };
  #battery: number | null = null;

  constructor(appVersion: string, navigator: { onLine: boolean }) {
    this.#appVersion = appVersion;
    this.#navigator = navigator;
  }

  /** In percent; null where the browser does not tell. */
  tellBattery(level: number | null): void {
    this.#battery = level;
  }

  readonly context = (): AuditContext => ({
    app_version: this.#appVersion,
    battery_level: this.#battery,
    network_type: this.#network(),
  });

  #network(): string {
    if (!this.#navigator.onLine) return 'offline';
    const { type, effectiveType } = this.#navigator.connection ?? {};
    return type ?? effectiveType ?? 'online';
  }
}
