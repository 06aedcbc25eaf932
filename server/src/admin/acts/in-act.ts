import { ok, type RequestError, type Result } from '#shared/contract/errors.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import { allOrNothing, type Transaction } from '../../store/database.ts';
import { type Decision, inDecision } from '../../store/sync/in-decision.ts';
import type { Actor } from '../actor.ts';
import type { Act, Acted } from './act.ts';
import { answeredBefore, keepAnswer, type Repeatable } from './repeats.ts';

/** Who does something at HQ, and how the request is known when it comes again. */
export interface Acting {
  actor: Actor;
  repeat: Repeatable | null;
}

type Outcome<T> = Promise<Result<Acted<T>, RequestError>>;

/**
 * Does one thing at HQ, in one transaction with its rows of the audit and, where its sender may repeat it, its answer. A
 * refusal undoes everything. Every route that writes goes through here; a test asks each.
 */
export const inAct = <T>(
  deps: ServerDeps,
  acting: Acting,
  work: (tx: Transaction) => Outcome<T>,
): Promise<Result<T, RequestError>> => allOrNothing(deps.database, (tx) => once(tx, deps, acting, () => work(tx)));

/** The same for what decides events: see `inDecision`. Its work refuses before it writes. */
export const inDecidingAct = <T>(
  deps: ServerDeps,
  acting: Acting,
  work: (decision: Decision) => Outcome<T>,
): Promise<Result<T, RequestError>> =>
  inDecision(deps.database, (decision) => once(decision.tx, deps, acting, () => work(decision)));

async function once<T>(
  tx: Transaction,
  deps: ServerDeps,
  { actor, repeat }: Acting,
  work: () => Outcome<T>,
): Promise<Result<T, RequestError>> {
  const before = repeat ? await answeredBefore(tx, deps, repeat) : ok(null);
  if (!before.ok) return before;
  if (before.value) return ok(before.value.value as T);
  const done = await work();
  if (!done.ok) return done;
  const { value, acts } = done.value;
  await writeActs(tx, deps, actor, acts);
  if (repeat) await keepAnswer(tx, deps, repeat, value);
  return ok(value);
}

async function writeActs(tx: Transaction, { clock }: ServerDeps, actor: Actor, acts: Act[]): Promise<void> {
  if (acts.length === 0) return;
  const rows = acts.map(({ entity: [entity_type, entity_id], name, ...act }) => {
    return { ...act, entity_type, entity_id: String(entity_id), entity_name: name };
  });
  await tx.query(
    `INSERT INTO acts (at, user_id, user_name, device_id, what, entity_type, entity_id, entity_name, before, after, reason)
     SELECT $2, $3, $4, $5, what, entity_type, entity_id, entity_name, before, after, reason
     FROM json_to_recordset($1::json) AS r (what text, entity_type text, entity_id text, entity_name text,
       before jsonb, after jsonb, reason text)`,
    [JSON.stringify(rows), isoTime(clock.now()), actor.userId, actor.userName, actor.deviceId],
  );
}
