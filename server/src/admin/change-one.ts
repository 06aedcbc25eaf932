import type { RequestError, Result } from '#shared/contract/errors.ts';
import { refuse } from '#shared/contract/errors.ts';
import type { ServerDeps } from '../identity/deps.ts';
import { inTransaction, type Transaction } from '../store/database.ts';
import type { Actor } from './actor.ts';
import { checkIfMatch } from './preconditions.ts';
import { withNormalisedTexts } from './rows.ts';

/** How one kind of entity is changed at HQ. */
export interface Changing<Input, Entity extends object> {
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
export function changeOne<Input, Entity extends object>(
  deps: ServerDeps,
  { lock, change }: Changing<Input, Entity>,
  { id, ifMatch, actor, input }: { id: string; ifMatch: string | undefined; actor: Actor; input: Input },
): Promise<Result<Entity, RequestError>> {
  return inTransaction(deps.database, async (tx) => {
    const before = await lock(tx, id, actor);
    if (!before) return refuse('NOT_FOUND', `There is no ${id} here.`);
    const matches = checkIfMatch(ifMatch, before);
    return matches.ok ? change(tx, deps, { actor, before, input: withNormalisedTexts(input) }) : matches;
  });
}
