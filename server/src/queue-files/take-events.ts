import { ok, type RequestError, type Result } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { QueueFileTaken } from '#shared/contract/queue-file.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { sha256, verifySignature } from '#shared/ports/crypto-node.ts';
import type { Caller } from '#shared/sync-server/caller.ts';
import { nameOf } from '#shared/sync-server/intake.ts';
import { push } from '#shared/sync-server/push.ts';
import type { RawEvent } from '#shared/sync-server/push-body.ts';
import type { ServerDeps } from '../identity/deps.ts';
import { syncDeps } from '../identity/sync-deps.ts';
import { accept } from '../store/sync/accept.ts';
import { keysOf } from '../store/sync/sync-store.ts';

/** What a push says around its events, generously. */
const ENVELOPE_BYTES = 1_000;

/**
 * Takes the events of a file as a push of the one who brings it, which is what a hub does: each stands by its own
 * signature, a known one counts once, a revoked device's goes to quarantine. Whoever brings a file says nothing about
 * what it leaves out. Each push is taken for good by itself: a file that was taken by half is imported again.
 */
export async function takeEvents(
  events: RawEvent[],
  broughtBy: string,
  deps: ServerDeps,
): Promise<Result<QueueFileTaken, RequestError>> {
  const store = {
    keysOf: (deviceIds: string[]) => keysOf(deps.database, deviceIds),
    accept: (batch: Parameters<typeof accept>[0]) => accept(batch, syncDeps(deps)),
  };
  const caller: Caller = { kind: 'hub', hubId: broughtBy, depotId: 0 };
  const before = await storedOf(events, deps);
  for (const texts of portions(events)) {
    const nowMs = deps.clock.now();
    const envelope = { device_id: broughtBy, batch_id: deps.ids.uuid(), sent_at: isoTime(nowMs) };
    const body = `${JSON.stringify(envelope).slice(0, -1)},"events":[${texts.join(',')}]}`;
    const pushed = await push(
      body,
      { caller, beganMs: nowMs },
      { node: 'server', store, clock: deps.clock, sha256, verify: verifySignature },
    );
    if (!pushed.ok) return pushed;
  }
  const after = await storedOf(events, deps);
  const known = events.filter((event) => before.has(nameOf(event))).length;
  const stored = events.filter((event) => after.has(nameOf(event))).length;
  return ok({
    added: stored - known,
    known,
    quarantined: events.filter((event) => after.get(nameOf(event)) === 'QUARANTINED').length,
    refused: events.length - stored,
  });
}

/** As many at a time as one push may bring. */
function portions(events: RawEvent[]): string[][] {
  const portions: string[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const { text } of events) {
    const size = Buffer.byteLength(text) + 1;
    const last = portions.at(-1);
    if (last && last.length < LIMITS.eventsPerPush && bytes + size <= LIMITS.bodyBytes - ENVELOPE_BYTES) {
      last.push(text);
      bytes += size;
    } else {
      portions.push([text]);
      bytes = size;
    }
  }
  return portions;
}

/** The status of those events that are in the log, by their ids. */
async function storedOf(events: RawEvent[], { database }: ServerDeps): Promise<Map<string, string>> {
  const { rows } = await database.query<{ id: string; status: string }>(
    'SELECT id, status FROM events WHERE id::text = ANY ($1::text[])',
    [events.map(nameOf)],
  );
  return new Map(rows.map(({ id, status }) => [id, status]));
}
