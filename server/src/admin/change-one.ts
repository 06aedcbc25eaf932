import { type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { ServerDeps } from '../identity/deps.ts';
import type { Transaction } from '../store/database.ts';
import type { Actor } from './actor.ts';
import { type Acted, acted, changedBy, type Subject } from './acts/act.ts';
import { checkIfMatch } from './preconditions.ts';
import { withNormalisedTexts } from './rows.ts';

/** How one kind of entity is changed at HQ. */
export interface Changing<Input, Entity extends object & { id: string | number }> {
  subject: Subject;
  /** The entity as HQ's API shows it, locked; null where there is none. */
  lock(tx: Transaction, id: string, actor: Actor): Promise<Entity | null>;
  change(tx: Transaction, deps: ServerDeps, work: Change<Input, Entity>): Promise<Result<Entity, RequestError>>;
}

export interface Change<Input, Entity> {
  actor: Actor;
  before: Entity;
  input: Input;
}

/** Changes one entity, if it still is what the caller has read (`If-Match`): 404, 412, 428, or what the kind refuses. */
export async function changeOne<Input, Entity extends object & { id: string | number }>(
  tx: Transaction,
  deps: ServerDeps,
  { subject, lock, change }: Changing<Input, Entity>,
  { id, ifMatch, actor, input }: { id: string; ifMatch: string | undefined; actor: Actor; input: Input },
): Promise<Result<Acted<Entity>, RequestError>> {
  const before = await lock(tx, id, actor);
  if (!before) return refuse('NOT_FOUND', `There is no ${id} here.`);
  const matches = checkIfMatch(ifMatch, before);
  if (!matches.ok) return matches;
  const changed = await change(tx, deps, { actor, before, input: withNormalisedTexts(input) });
  return changed.ok ? acted(changed.value, changedBy(subject, before, changed.value)) : changed;
}
