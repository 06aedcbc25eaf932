import { createHash } from 'node:crypto';
import type { PullResponse, PushResponse } from '#shared/contract/sync.ts';
import type { TransportAnswer, TransportRequest } from '#shared/ports/transport.ts';
import type { Scheduler } from './scheduler.ts';

/** What happened in a run, line by line. Signatures, which differ each time, are left out of it. */
export class RunLog {
  readonly #scheduler: Scheduler;
  readonly #hash = createHash('sha256');
  readonly #write: ((line: string) => void) | null;

  constructor(scheduler: Scheduler, write: ((line: string) => void) | null) {
    this.#scheduler = scheduler;
    this.#write = write;
  }

  say(text: string): void {
    const line = `${new Date(this.#scheduler.now).toISOString()} ${text}`;
    this.#hash.update(`${line}\n`);
    this.#write?.(line);
  }

  answer(from: string, to: string, request: TransportRequest, answer: TransportAnswer): void {
    const { pathname } = new URL(request.url);
    this.say(`${from} → ${to} ${request.method} ${pathname}: ${tell(pathname, answer)}`);
  }

  digest(): string {
    return this.#hash.copy().digest('hex');
  }
}

function tell(pathname: string, answer: TransportAnswer): string {
  if (answer.kind === 'unreachable') return answer.reason;
  if (answer.status !== 200) return `${answer.status} ${(answer.body as { code?: string } | null)?.code ?? ''}`;
  switch (pathname) {
    case '/api/sync/push': {
      const { acked_event_ids, failed_events } = answer.body as PushResponse;
      const failed = failed_events.map(({ event_id, error_code }) => `${event_id} ${error_code}`);
      return `acked ${acked_event_ids.join(' ')}; failed ${failed.join(', ')}`;
    }
    case '/api/sync/pull': {
      const { events, next_since } = answer.body as PullResponse;
      return `${events.map(({ pos, action }) => `${pos} ${action}`).join(', ')} → ${next_since}`;
    }
    default:
      return '200';
  }
}
