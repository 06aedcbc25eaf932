import { fail, type RequestError, type Result } from '#shared/contract/errors.ts';
import type { BulkResult } from '#shared/contract/hq/bulk.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import type { Transaction } from '../../store/database.ts';
import type { Actor } from '../actor.ts';
import { type Acted, CREATED, madeBy } from '../acts/act.ts';
import { type RowError, withNormalisedTexts } from '../rows.ts';
import { type Wish, wishOf } from './compare.ts';
import type { BulkKind } from './kinds.ts';

type Row = object & { external_id: string };
type Entity = object & { id: string | number; external_id?: string | null };
type Kind = BulkKind<Row, Entity>;

/** What a bulk call is made with. Each piece of work is a transaction of its own, with its rows of the audit. */
export interface BulkWork {
  deps: ServerDeps;
  actor: Actor;
  act<T>(work: (tx: Transaction) => Promise<Result<Acted<T>, RequestError>>): Promise<Result<T, RequestError>>;
}

/**
 * Brings rows by the ERP's names: what is new is made, what differs is changed, what is as it was stays. Each row has its
 * own result, so that one that cannot be taken holds up none of the others; the same rows once more change nothing.
 */
export async function bulkUpsert(work: BulkWork, kind: Kind, given: Row[]): Promise<BulkResult[]> {
  const rows = given.map(withNormalisedTexts);
  const there = await namedThere(work, kind, rows);
  const results = new Map<number, BulkResult>();
  const fresh: number[] = [];
  const seen = new Set<string>();
  for (const [at, row] of rows.entries()) {
    if (seen.has(row.external_id)) {
      const detail = `external_id ${row.external_id} stands twice in this request.`;
      results.set(at, refused(row, { code: 'CONFLICT', detail }));
    } else if (there.has(row.external_id)) {
      results.set(at, await changed(work, kind, row, there.get(row.external_id) as Entity));
    } else {
      fresh.push(at);
    }
    seen.add(row.external_id);
  }
  await createFresh(work, kind, { rows, fresh, results });
  return rows.map((_row, at) => results.get(at) as BulkResult);
}

async function namedThere({ deps }: BulkWork, kind: Kind, rows: Row[]): Promise<Map<string, Entity>> {
  const found = await deps.database.query<Entity>(kind.sql, [rows.map(({ external_id }) => external_id)]);
  return new Map(found.rows.map((entity) => [entity.external_id ?? '', entity]));
}

async function changed({ deps, actor, act }: BulkWork, kind: Kind, row: Row, there: Entity): Promise<BulkResult> {
  const wish: Wish<object> = wishOf(there, row, kind.comparing);
  switch (wish.kind) {
    case 'same':
      return { external_id: row.external_id, outcome: 'UNCHANGED', id: there.id, error: null };
    case 'refused':
      return refused(row, { code: 'CONFLICT', detail: wish.detail }, there.id);
    case 'change': {
      const done = await act((tx) => kind.change(tx, deps, { id: String(there.id), actor, input: wish.input }));
      if (!done.ok) return refused(row, done.error, there.id);
      return { external_id: row.external_id, outcome: 'CHANGED', id: there.id, error: null };
    }
  }
}

interface Fresh {
  rows: Row[];
  /** The places of those that are to be made. */
  fresh: number[];
  results: Map<number, BulkResult>;
}

/** Makes all that can be made, in one transaction: those that cannot are named by each attempt, and left out of the next. */
async function createFresh({ deps, act }: BulkWork, kind: Kind, { rows, fresh, results }: Fresh): Promise<void> {
  let left = fresh;
  while (left.length > 0) {
    const wanted = left.map((at) => rows[at] as Row);
    let bad: RowError[] = [];
    const made = await act<Entity[]>(async (tx) => {
      const created = await kind.create(tx, deps, wanted);
      if (created.ok) {
        return {
          ok: true,
          value: { value: created.value, acts: created.value.map((one) => madeBy(CREATED[kind.name], one)) },
        };
      }
      bad = created.error;
      return fail({ code: 'CONFLICT', detail: 'Some rows cannot be taken.' });
    });
    if (made.ok) {
      const ids = new Map(made.value.map((one) => [one.external_id ?? '', one.id]));
      for (const at of left) {
        const { external_id } = rows[at] as Row;
        results.set(at, { external_id, outcome: 'CREATED', id: ids.get(external_id) ?? null, error: null });
      }
      return;
    }
    // Where no row is named, what stopped them stopped all: somebody has just made the same.
    const faults = bad.length > 0 ? bad : left.map((_at, row) => ({ row, ...made.error }));
    for (const { row, code, detail } of faults) {
      const at = left[row] as number;
      results.set(at, refused(rows[at] as Row, { code, detail }));
    }
    left = left.filter((at) => !results.has(at));
  }
}

const refused = (
  { external_id }: Row,
  { code, detail }: RequestError,
  id: string | number | null = null,
): BulkResult => ({
  external_id,
  outcome: 'REFUSED',
  id,
  error: { code, detail },
});
