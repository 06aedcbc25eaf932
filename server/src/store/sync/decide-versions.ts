import type { SyncEvent } from '#shared/contract/events.ts';
import { actionOf } from '#shared/domain/actions/index.ts';
import { knownVersion, nameOf } from '#shared/domain/upcast.ts';
import { appendChanges } from '../changes.ts';
import type { AcceptDeps } from './accept-deps.ts';
import { decideStored } from './decide-stored.ts';
import { type Decision, inDecision } from './in-decision.ts';
import { type StoredBody, storedCandidate } from './load-waiting.ts';

const CHUNK = 500;
const NO_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Events of an action or a version that an older program did not know: those that this one knows are decided, when it starts, and
 * later, while an older one still runs beside it.
 */
export async function decideKnownVersions(deps: AcceptDeps): Promise<number> {
  const { rows } = await deps.database.query<Pick<SyncEvent, 'entity_type' | 'action' | 'v'>>(
    `SELECT DISTINCT entity_type, action, (body::json ->> 'v')::integer AS v FROM events
     WHERE status = 'WAITING' AND waits_for = 'VERSION'`,
  );
  const isKnown = (event: (typeof rows)[number]) =>
    actionOf(event) !== undefined && event.v <= knownVersion(nameOf(event), deps.upcasts);
  if (!rows.some(isKnown)) return 0;
  let decided = 0;
  for (let after: string | null = NO_ID; after !== null; ) {
    const from: string = after;
    const page: Page = await inDecision(deps.database, (decision) => decidePage(decision, deps, from));
    decided += page.decided;
    after = page.last;
  }
  return decided;
}

interface Page {
  decided: number;
  last: string | null;
}

async function decidePage(decision: Decision, deps: AcceptDeps, after: string): Promise<Page> {
  const { rows } = await decision.tx.query<StoredBody & { id: string }>(
    `SELECT id, body, drift_ms, received_at FROM events
     WHERE status = 'WAITING' AND waits_for = 'VERSION' AND id > $1 ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED`,
    [after, CHUNK],
  );
  const candidates = rows.map((row) => storedCandidate(row, deps.upcasts));
  const { ends, changes } = await decideStored(decision, candidates, deps, { pardoned: false });
  await appendChanges(decision.tx, changes);
  const decided = [...ends.values()].filter((end) => end.status !== 'WAITING' || end.waits_for !== 'VERSION').length;
  return { decided, last: rows.length === CHUNK ? (rows.at(-1)?.id ?? null) : null };
}
