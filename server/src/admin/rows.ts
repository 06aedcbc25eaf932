import { fail, ok, type RequestError, type RequestErrorCode, type Result } from '#shared/contract/errors.ts';
import type { Refusal } from '#shared/contract/hq/refusals.ts';
import { normaliseText } from '#shared/domain/text.ts';
import type { ServerDeps } from '../identity/deps.ts';
import { allOrNothing, sqlState, type Transaction } from '../store/database.ts';
import { type Acted, acted, madeBy, type Subject } from './acts/act.ts';

/** Why one of several rows cannot be taken. `row` counts from 0. */
export interface RowError {
  row: number;
  code: RequestErrorCode;
  detail: string;
  /** Why, where the console says it beside the form's field. */
  fault?: Refusal;
}

/** A code, a sentence, and why, where that is told apart. */
export type RowFault = readonly [RequestErrorCode, string, Refusal?];

/** Takes all rows in a few set-based statements, or none and says which are bad. Its changes are appended last. */
export type CreateAll<Input, Entity> = (
  tx: Transaction,
  deps: ServerDeps,
  inputs: Input[],
) => Promise<Result<Entity[], RowError[]>>;

/** How one kind of entity is created at HQ, and how that stands in the audit. */
export interface Creating<Input, Entity> {
  create: CreateAll<Input, Entity>;
  subject: Subject;
}

/** What is wrong with each row, by a rule that gives a code and a sentence, or null. */
export const findBadRows = <T>(inputs: T[], rule: (input: T, row: number) => RowFault | null): RowError[] =>
  inputs.flatMap((input, row) => {
    const found = rule(input, row);
    if (!found) return [];
    const [code, detail, fault] = found;
    return [{ row, code, detail, ...(fault && { fault }) }];
  });

/** Rows that the database did not take because one with the same name is there, told apart by that name. */
export const namesTaken = <T>(
  inputs: T[],
  taken: Set<string>,
  nameOf: (input: T) => string,
  what: string,
): RowError[] => {
  const left = new Set(taken);
  return findBadRows(inputs, (input) =>
    left.delete(nameOf(input)) ? null : ['CONFLICT', `There is already ${what} ${nameOf(input)}.`, 'NAME_TAKEN'],
  );
};

/** Every text of an input as it is kept; a password is its person's own, to the letter. */
export function withNormalisedTexts<T>(input: T): T {
  return JSON.parse(JSON.stringify(input), (name, value) =>
    typeof value === 'string' && name !== 'password' ? normaliseText(value) : value,
  );
}

const UNIQUE_VIOLATION = '23505';

/** Creates all rows in one transaction, or none. */
export async function createRows<Input, Entity>(
  deps: ServerDeps,
  create: CreateAll<Input, Entity>,
  inputs: Input[],
): Promise<Result<Entity[], RowError[]>> {
  try {
    return await allOrNothing(deps.database, (tx) => create(tx, deps, inputs.map(withNormalisedTexts)));
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
    const detail = 'Somebody has just created the same: look at the list, then try again.';
    return fail([{ row: 0, code: 'CONFLICT', detail }]);
  }
}

/** What `createRows` would make, or the same faults; nothing is kept. */
export async function tryRows<Input, Entity>(
  deps: ServerDeps,
  create: CreateAll<Input, Entity>,
  inputs: Input[],
): Promise<Result<Entity[], RowError[]>> {
  let made: Entity[] | null = null;
  const undone: CreateAll<Input, Entity> = async (tx, ...given) => {
    const created = await create(tx, ...given);
    if (!created.ok) return created;
    made = created.value;
    // A refusal undoes what was written.
    return fail([]);
  };
  const tried = await createRows(deps, undone, inputs);
  return made === null ? tried : ok(made);
}

/** Creates one, as the API's POST does. */
export async function createOne<Input, Entity extends object & { id: string | number }>(
  tx: Transaction,
  deps: ServerDeps,
  { create, subject }: Creating<Input, Entity>,
  input: Input,
): Promise<Result<Acted<Entity>, RequestError>> {
  const created = await create(tx, deps, [withNormalisedTexts(input)]);
  if (created.ok) {
    const made = created.value[0] as Entity;
    return acted(made, madeBy(subject, made));
  }
  const { code, detail, fault } = created.error[0] as RowError;
  return fail(fault ? { code, detail, extra: { fault } } : { code, detail });
}

/** A cursor made up by hand, a day that no month has: what PostgreSQL refuses as data is the request's fault. */
export async function orInvalid<T>(work: () => Promise<Result<T, RequestError>>): Promise<Result<T, RequestError>> {
  try {
    return await work();
  } catch (error) {
    if (!sqlState(error).startsWith('22')) throw error;
    return {
      ok: false,
      error: { code: 'INVALID_REQUEST', detail: `A value is out of range: ${(error as Error).message}.` },
    };
  }
}
