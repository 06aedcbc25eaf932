import type { TransportAnswer, TransportRequest } from '#shared/ports/transport.ts';

interface Pushed {
  device_id: string;
  events: { id: string; device_id: string }[];
}

/**
 * The simulator's own account of time: when an event was really made, and whether the server had spoken with its device
 * before anybody brought it, so that no hub's claim about that device's clock can move it far.
 */
export class TimeLedger {
  readonly #madeAt = new Map<string, number>();
  readonly #spokenWith = new Set<string>();
  readonly #bounded = new Map<string, boolean>();

  made(id: string, at: number): void {
    this.#madeAt.set(id, at);
  }

  /** A push comes to the server. */
  arrive({ device_id, events }: Pushed): void {
    for (const event of events) {
      if (this.#bounded.has(event.id)) continue;
      this.#bounded.set(event.id, event.device_id === device_id || this.#spokenWith.has(event.device_id));
    }
  }

  /** The server has answered a push. */
  hear(request: TransportRequest, answer: TransportAnswer): void {
    if (answer.kind !== 'answer' || answer.status !== 200) return;
    this.#spokenWith.add((JSON.parse(request.body ?? '{}') as Pushed).device_id);
  }

  madeAt(id: string): number {
    return this.#madeAt.get(id) ?? Number.NEGATIVE_INFINITY;
  }

  /** What is said of its time lies within what the server knows itself. */
  isBounded(id: string): boolean {
    return this.#bounded.get(id) === true;
  }
}
