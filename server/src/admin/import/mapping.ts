import { type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { ImportKindName, ImportMapping, UsedColumn } from '#shared/contract/hq/import.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { Queryable, Transaction } from '../../store/database.ts';
import { type Acted, acted, changedBy, unchanged } from '../acts/act.ts';
import { headingKey } from './headings.ts';
import { IMPORT_KINDS } from './kinds.ts';

/** What the company's own headings mean in files of a kind. */
export async function readMapping(database: Queryable, kind: ImportKindName): Promise<ImportMapping> {
  const { rows } = await database.query<ImportMapping>('SELECT columns FROM import_mappings WHERE kind = $1', [kind]);
  return { columns: rows[0]?.columns ?? [] };
}

/** Remembers what further headings mean, beside what is known; the last word about a heading counts. */
export async function rememberMapping(
  tx: Transaction,
  kind: ImportKindName,
  said: ImportMapping,
): Promise<Result<Acted<ImportMapping>, RequestError>> {
  const unknown = said.columns.find(({ column }) => column !== null && !(column in IMPORT_KINDS[kind].columns));
  if (unknown) return refuse('INVALID_REQUEST', `${unknown.column} is no column of ${kind}.`);
  await tx.query(`INSERT INTO import_mappings (kind, columns) VALUES ($1, '[]') ON CONFLICT (kind) DO NOTHING`, [kind]);
  const { rows } = await tx.query<ImportMapping>('SELECT columns FROM import_mappings WHERE kind = $1 FOR UPDATE', [
    kind,
  ]);
  const before = rows[0]?.columns ?? [];
  const named = new Set(said.columns.map(({ heading }) => headingKey(heading)));
  const columns = [...before.filter(({ heading }) => !named.has(headingKey(heading))), ...said.columns];
  if (columns.length > LIMITS.importMappings) {
    return refuse('INVALID_REQUEST', `At most ${LIMITS.importMappings} headings of a kind are remembered.`);
  }
  await tx.query('UPDATE import_mappings SET columns = $2 WHERE kind = $1', [kind, JSON.stringify(columns)]);
  const act = changedBy(
    { what: 'IMPORT_MAPPING_SET', type: 'IMPORT' },
    asMembers(kind, before),
    asMembers(kind, columns),
  );
  const isSame = Object.keys({ ...act.before, ...act.after }).length === 0;
  return isSame ? unchanged({ columns }) : acted({ columns }, act);
}

/** As the audit shows it: what each heading means. */
const asMembers = (kind: ImportKindName, columns: UsedColumn[]) => ({
  ...Object.fromEntries(columns.map(({ heading, column }) => [heading, column])),
  id: kind,
});
