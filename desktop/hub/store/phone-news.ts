import { scopeKeys } from '#shared/domain/change.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { type Caller, callerId, scopeOf } from '#shared/sync-server/caller.ts';
import { watchRevision } from '#shared/sync-server/live.ts';
import type { NewsRouteDeps } from '#shared/sync-server/news-route.ts';
import { checkpointStore } from './checkpoint-store.ts';
import { deviceContacts } from './device-contacts.ts';
import type { HubDatabase } from './hub-database.ts';
import { metaOf } from './meta.ts';

const LOOK_EVERY_MS = 1_000;

/** Tells phones of the yard when a pull from this hub may bring something: a change in their scope, or a checkpoint that says more. */
export function phoneNews(database: HubDatabase, clock: Clock): Pick<NewsRouteDeps, 'listen' | 'onHere'> {
  const contacts = deviceContacts(database);
  const meta = metaOf(database);
  const checkpoints = checkpointStore(database);
  const newest = database.prepare<[string], { pos: number | null }>(
    `SELECT max(newest) AS pos FROM (
       SELECT (SELECT max(pos) FROM change_audience WHERE key = scope.value) AS newest FROM json_each(?) AS scope)`,
  );
  const stateFor = (caller: Caller): string => {
    const epoch = meta.get('cursor')?.split('.')[0];
    const { pos } = newest.get(JSON.stringify(scopeKeys(scopeOf(caller)))) ?? { pos: null };
    const claims = checkpoints.get(callerId(caller))?.claims;
    // When it was signed, and how far the server's log had come, is no news to a phone.
    return JSON.stringify([epoch, pos, { ...claims, iat: 0, head: null }]);
  };
  return {
    listen: (caller, tell) => watchRevision(() => stateFor(caller), LOOK_EVERY_MS)(() => tell()),
    // Whoever listens is in the yard: the depot's screen says so.
    onHere: (caller) => contacts.called(caller, clock.now()),
  };
}
