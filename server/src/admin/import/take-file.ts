import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { Imported, ImportTried } from '#shared/contract/hq/answers.ts';
import {
  type ImportKindName,
  type LineFault,
  type MadeOfFile,
  REFUSED_ROWS,
  type UsedColumn,
} from '#shared/contract/hq/import.ts';
import { dayAt } from '#shared/domain/company-day.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import type { Transaction } from '../../store/database.ts';
import { type Act, type Acted, acted, madeBy } from '../acts/act.ts';
import { type RowError, tryRows, withNormalisedTexts } from '../rows.ts';
import { type Draft, draftRows } from './draft-rows.ts';
import { faultsOfHeader, mappingOf, usedColumns } from './headings.ts';
import { IMPORT_KINDS } from './kinds.ts';
import { readMapping } from './mapping.ts';
import type { Table } from './read-table.ts';
import type { Upload } from './uploads.ts';

/** Faults named, and things shown, in one answer; the rest is counted. */
const SHOWN = 100;

/** A file that was read without a fault. */
export interface ReadFile {
  kind: ImportKindName;
  drafts: Draft[];
  columns: UsedColumn[];
  sha256: string;
  /** What its sender calls it. */
  name: string | null;
}

/** What a file asks for, by the headings that the company uses; or every fault of every row. */
export async function readFile(
  deps: ServerDeps,
  kindName: ImportKindName,
  upload: Upload,
  name: string | null,
): Promise<Result<ReadFile, RequestError>> {
  const table = await upload.table();
  if (!table.ok) return table;
  const { header, rows }: Table = table.value;
  const kind = IMPORT_KINDS[kindName];
  const mapping = mappingOf((await readMapping(deps.database, kindName)).columns);
  const used = usedColumns(header, kind, mapping);
  const headerFaults = faultsOfHeader(header.line, used, kind);
  if (headerFaults.length > 0) return bad(headerFaults);
  const columns = used.map(({ column }) => column);
  const reading = { kind, database: deps.database, today: dayAt(isoTime(deps.clock.now())) };
  const { drafts, faults } = await draftRows(columns, rows, reading);
  if (faults.length > 0) return bad(faults);
  const said = used.map(({ heading, column }) => ({ heading, column }));
  return ok({ kind: kindName, drafts, columns: said, sha256: upload.sha256, name });
}

/** What the file would make, or its faults; nothing is kept. */
export async function tryFile(
  deps: ServerDeps,
  { kind, drafts, columns }: ReadFile,
): Promise<Result<ImportTried, RequestError>> {
  const made = await tryRows(deps, IMPORT_KINDS[kind].create, inputsOf(drafts));
  if (!made.ok) return badRows(drafts, made.error);
  return ok({ would_create: made.value.length, items: made.value.slice(0, SHOWN), columns });
}

/** Takes the file whole, or nothing of it. Its receipt stands in the audit, before what it made. */
export async function takeFile(
  tx: Transaction,
  deps: ServerDeps,
  file: ReadFile,
): Promise<Result<Acted<Imported>, RequestError>> {
  const { create, subject } = IMPORT_KINDS[file.kind];
  const made = await create(tx, deps, inputsOf(file.drafts).map(withNormalisedTexts));
  if (!made.ok) return badRows(file.drafts, made.error);
  const created = made.value.length;
  const acts = made.value.map((row) => madeBy(subject, row));
  const receipt = { id: deps.ids.uuid(), at: isoTime(deps.clock.now()), file: file.name, sha256: file.sha256 };
  const said: Act = {
    what: 'FILE_IMPORTED',
    entity: ['FILE', receipt.id],
    name: file.name,
    before: null,
    after: { kind: file.kind, created, sha256: file.sha256 },
    reason: null,
  };
  const lines: MadeOfFile[] = made.value.map(({ id }, index) => ({
    line: file.drafts[index]?.line ?? 1,
    id,
    name: acts[index]?.name ?? '',
  }));
  return acted({ created, receipt, made: lines }, said, ...acts);
}

const inputsOf = (drafts: Draft[]) => drafts.map(({ value }) => value);

const badRows = (drafts: Draft[], errors: RowError[]) =>
  bad(
    errors.map(({ row, code, detail }) => ({
      line: drafts[row]?.line ?? 0,
      fault: REFUSED_ROWS.find((known) => known === code) ?? 'OUT_OF_RANGE',
      reason: detail,
    })),
  );

function bad(errors: LineFault[]) {
  const rows = new Set(errors.map(({ line }) => line)).size;
  return refuse('INVALID_REQUEST', `Nothing was imported: ${rows} bad ${rows === 1 ? 'row' : 'rows'}.`, {
    errors: errors.slice(0, SHOWN),
  });
}
