import type { AuditContext } from '../store/audit.ts';

interface Connection {
  effectiveType?: string;
  type?: string;
}

/** As a browser tells it. */
export interface Battery {
  /** Percent. */
  level: number;
  isCharging: boolean;
}

const LOW_PERCENT = 20;
/** Somebody has asked: for so long everything goes, whatever the battery says. */
const ASKED_MS = 2 * 60_000;

/** How the phone is, for its audit trail and for how hard it works: what a worker sees, and what the page tells it of the battery. */
export class Surroundings {
  readonly #appVersion: string;
  readonly #navigator: { onLine: boolean; connection?: Connection };
  readonly #elapsed: () => number;
  #battery: Battery | null = null;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(appVersion: string, navigator: { onLine: boolean }, elapsed: () => number = () => performance.now()) {
    this.#appVersion = appVersion;
    this.#navigator = navigator;
    this.#elapsed = elapsed;
  }

  /** Null where the browser does not tell. */
  tellBattery(battery: Battery | null): void {
    this.#battery = battery;
  }

  /** Its person wants everything to go now. */
  sendAll(): void {
    this.#askedAt = this.#elapsed();
  }

  /** The battery is low: events go first, photos wait, and rounds come more rarely. */
  readonly isSaving = (): boolean => {
    const { level, isCharging } = this.#battery ?? { level: 100, isCharging: true };
    return level < LOW_PERCENT && !isCharging && this.#elapsed() - this.#askedAt >= ASKED_MS;
  };

  /** Whether what is sent now goes over mobile data; null where the browser does not tell. */
  readonly isOnMobileData = (): boolean | null => {
    const type = this.#navigator.connection?.type;
    return type === undefined ? null : type === 'cellular';
  };

  readonly context = (): AuditContext => ({
    app_version: this.#appVersion,
    battery_level: this.#battery?.level ?? null,
    network_type: this.#network(),
  });

  #network(): string {
    if (!this.#navigator.onLine) return 'offline';
    const { type, effectiveType } = this.#navigator.connection ?? {};
    return type ?? effectiveType ?? 'online';
  }
}
