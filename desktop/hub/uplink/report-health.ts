import { type HubHealth, HubHealthResponse } from '#shared/contract/hub-health.ts';
import { reader } from '#shared/contract/reader.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { authorizedRequest, type Channel, interpret } from '#shared/sync-client/node-api.ts';

const TIMEOUT_MS = 15_000;
/** Figures that only move a little are told this often; a disk that fills, or a drive that is gone, at once. */
const PAUSE_MS = 60_000;
const readResponse = reader(HubHealthResponse);

/**
 * Tells HQ how this hub is, after a round that reached it, and hears whether it is still the hub, and what its depot is called.
 */
export function healthReports(
  channel: Channel,
  clock: Clock,
  { read, onAnswer }: { read: () => HubHealth; onAnswer: (answer: HubHealthResponse) => void },
): () => Promise<void> {
  let last: { at: number; what: string } | null = null;
  return async () => {
    const health = read();
    const what = JSON.stringify([health.disk.level, health.backup.failed, health.backup.second, health.recovery]);
    const now = clock.now();
    // A clock that was set back must not silence it.
    if (last !== null && last.what === what && Math.abs(now - last.at) < PAUSE_MS) return;
    const body = JSON.stringify(health);
    const request = { method: 'POST', path: '/api/hubs/health', headers: {}, body, timeoutMs: TIMEOUT_MS } as const;
    const answer = await authorizedRequest(channel, request);
    if (answer.kind === 'sign_in') return;
    const result = interpret(answer, readResponse);
    // An older HQ does not know the call: it is not asked again and again.
    if (result.kind !== 'ok' && result.kind !== 'refused') return;
    last = { at: now, what };
    if (result.kind === 'ok') onAnswer(result.value);
  };
}
