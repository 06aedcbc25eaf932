import { setImmediate } from 'node:timers/promises';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { RefusedInput } from '#shared/sync-server/problem.ts';
import { utf8Of } from '#shared/sync-server/strict-input.ts';
import { sendResult, type TypedApp } from '../app/http.ts';
import type { ServerDeps } from '../identity/deps.ts';
import { createClients } from './create-clients.ts';
import { createDeliveries } from './create-deliveries.ts';
import { createLots, createProducts } from './create-goods.ts';
import { type CsvRecord, readCsv } from './csv.ts';
import { NewClient, NewDelivery, NewLot, NewProduct } from './inputs.ts';
import { type CreateAll, createRows, orInvalid } from './rows.ts';

type Cells = Record<string, string>;

/** A row to be created, and the line of the file on which it begins. */
interface Draft {
  line: number;
  value: Record<string, unknown>;
}

interface ImportKind {
  /** Columns that the header must name, and those that it may. */
  required: string[];
  optional: string[];
  schema: TSchema;
  draft: (cells: Cells) => Record<string, unknown>;
  /** Whether a line goes on with the row before it. */
  continues?: (previous: Record<string, unknown>, next: Record<string, unknown>) => boolean;
  // biome-ignore lint/suspicious/noExplicitAny: the schema above says what goes in.
  create: CreateAll<any, unknown>;
}

/** What is no number stays text, for the schema to refuse. */
const number = (cell: string | undefined) =>
  cell && /^-?\d+([.,]\d+)?$/.test(cell) ? Number(cell.replace(',', '.')) : cell;
const numbers = (cell: string | undefined) => (cell ? cell.split(/[\s|]+/).map(number) : []);
const optional = (cell: string | undefined) => (cell ? cell : null);

const DELIVERY_KEY = ['depot_id', 'driver_user_id', 'client_id', 'planned_for'] as const;

const KINDS: Record<string, ImportKind> = {
  products: {
    required: ['code', 'name', 'unit', 'price_ht', 'tva_rate'],
    optional: [],
    schema: NewProduct,
    draft: ({ code, name, unit, price_ht, tva_rate }) => ({
      code,
      name,
      unit,
      price_ht: number(price_ht),
      tva_rate: number(tva_rate),
    }),
    create: createProducts,
  },
  clients: {
    required: ['name'],
    optional: ['phone', 'address', 'tax_id', 'lat', 'lng', 'depot_ids'],
    schema: NewClient,
    draft: ({ name, phone, address, tax_id, lat, lng, depot_ids }) => ({
      name,
      phone: optional(phone),
      address: optional(address),
      tax_id: optional(tax_id),
      location: lat || lng ? { lat: number(lat), lng: number(lng) } : null,
      depot_ids: numbers(depot_ids),
    }),
    create: createClients,
  },
  lots: {
    required: ['depot_id', 'product_id', 'lot_number', 'produced_at', 'expires_at', 'quantity'],
    optional: [],
    schema: NewLot,
    draft: ({ depot_id, product_id, lot_number, produced_at, expires_at, quantity }) => ({
      depot_id: number(depot_id),
      product_id: number(product_id),
      lot_number,
      produced_at,
      expires_at,
      quantity: number(quantity),
    }),
    create: createLots,
  },
  // One line a product; lines of one delivery follow each other and repeat its first four columns.
  deliveries: {
    required: [...DELIVERY_KEY, 'product_id', 'quantity', 'unit_price_ht', 'tva_rate'],
    optional: [],
    schema: NewDelivery,
    draft: ({ depot_id, driver_user_id, client_id, planned_for, product_id, quantity, unit_price_ht, tva_rate }) => ({
      depot_id: number(depot_id),
      driver_user_id: number(driver_user_id),
      client_id,
      planned_for,
      lines: [
        {
          product_id: number(product_id),
          quantity: number(quantity),
          unit_price_ht: number(unit_price_ht),
          tva_rate: number(tva_rate),
        },
      ],
    }),
    continues: (previous, next) => DELIVERY_KEY.every((field) => previous[field] === next[field]),
    create: createDeliveries,
  },
};

/** Lines named in one answer; the rest is counted. */
const ERRORS_SHOWN = 100;
/** Rows that are worked on before others have their turn. */
const ROWS_PER_TURN = 250;
const LANE_RETRY_SECONDS = 5;

interface LineError {
  line: number;
  reason: string;
}

/**
 * POST /import/:kind with a CSV as `text/csv`, its first line naming the columns as the API names the fields → 201
 * `{created}`. 400 INVALID_REQUEST with `errors: [{line, reason}]` and nothing imported, also for a file of more than
 * `LIMITS.importRows` rows. One file at a time: 503 with `Retry-After` while another is imported.
 */
export async function importRoutes(root: TypedApp, deps: ServerDeps): Promise<void> {
  const lane = oneAtATime();
  await root.register(async (scope) => {
    const asBytes = { parseAs: 'buffer' as const, bodyLimit: LIMITS.bodyBytes };
    scope.addContentTypeParser(['text/csv', 'text/plain'], asBytes, (_request, body: Buffer, done) => {
      const text = utf8Of(body);
      if (text.ok) done(null, text.value);
      else done(new RefusedInput(text.error), undefined);
    });
    scope.post('/import/:kind', async (request, reply) => {
      const { kind: name } = request.params as { kind: string };
      const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
      if (!kind) return sendResult(reply, refuse('NOT_FOUND', `${name} cannot be imported.`));
      const text = request.body;
      if (typeof text !== 'string') {
        return sendResult(reply, refuse('UNSUPPORTED_MEDIA_TYPE', 'Send the file as text/csv.'));
      }
      return sendResult(reply, await lane(() => orInvalid(() => importText(deps, kind, text))), 201);
    });
  });
}

/** Runs one piece of work; whoever comes meanwhile is asked for patience. */
function oneAtATime() {
  let isTaken = false;
  return async <T>(work: () => Promise<Result<T, RequestError>>): Promise<Result<T, RequestError>> => {
    if (isTaken) {
      const detail = 'Another file is being imported: try again in a moment.';
      return { ok: false, error: { code: 'UNAVAILABLE', detail, retryAfterSeconds: LANE_RETRY_SECONDS } };
    }
    isTaken = true;
    try {
      return await work();
    } finally {
      isTaken = false;
    }
  };
}

async function importText(
  deps: ServerDeps,
  kind: ImportKind,
  text: string,
): Promise<Result<{ created: number }, RequestError>> {
  const records = await readRecords(text);
  if (!records.ok) return records;
  const [header, ...rows] = records.value;
  if (!header || rows.length === 0) return refuse('INVALID_REQUEST', 'The file holds no rows.');
  const columns = header.cells.map((name) => name.toLowerCase());
  const headerFault = faultOfHeader(columns, kind);
  if (headerFault) return bad([{ line: header.line, reason: headerFault }]);
  const ragged = rows.filter(({ cells }) => cells.length !== columns.length);
  if (ragged.length > 0) {
    return bad(
      ragged.map(({ line, cells }) => ({ line, reason: `${cells.length} cells instead of ${columns.length}` })),
    );
  }
  const drafts = draftsOf(kind, columns, rows);
  const faults = await faultsOf(kind, drafts);
  if (faults.length > 0) return bad(faults);
  const created = await createRows(
    deps,
    kind.create,
    drafts.map(({ value }) => value),
  );
  if (created.ok) return ok({ created: created.value.length });
  return bad(created.error.map(({ row, detail }) => ({ line: drafts[row]?.line ?? 0, reason: detail })));
}

/** The records that say something, as far as a file may go. */
async function readRecords(text: string): Promise<Result<CsvRecord[], RequestError>> {
  const records: CsvRecord[] = [];
  let read = 0;
  for (const record of readCsv(text)) {
    read += 1;
    // The first one names the columns.
    if (read > LIMITS.importRows + 1) {
      return refuse('INVALID_REQUEST', `A file has at most ${LIMITS.importRows} rows: import it in parts.`);
    }
    if (record.cells.some((cell) => cell !== '')) records.push(record);
    if (read % ROWS_PER_TURN === 0) await setImmediate();
  }
  return ok(records);
}

async function faultsOf({ schema }: ImportKind, drafts: Draft[]): Promise<LineError[]> {
  const check = Compile(schema);
  const faults: LineError[] = [];
  for (const [index, { line, value }] of drafts.entries()) {
    if (index % ROWS_PER_TURN === 0) await setImmediate();
    if (check.Check(value)) continue;
    // What is wrong is worked out for those that are shown.
    const [first] = faults.length < ERRORS_SHOWN ? check.Errors(value) : [];
    const reason = first ? `${first.instancePath.slice(1).replaceAll('/', '.')} ${first.message}`.trim() : '';
    faults.push({ line, reason });
  }
  return faults;
}

function faultOfHeader(columns: string[], kind: ImportKind): string | null {
  const missing = kind.required.filter((name) => !columns.includes(name));
  if (missing.length > 0) return `the header lacks ${missing.join(', ')}`;
  const unknown = columns.filter((name) => ![...kind.required, ...kind.optional].includes(name));
  if (unknown.length > 0) return `the header names unknown columns: ${unknown.join(', ')}`;
  return new Set(columns).size < columns.length ? 'the header names a column twice' : null;
}

function draftsOf(kind: ImportKind, columns: string[], rows: CsvRecord[]): Draft[] {
  const drafts: Draft[] = [];
  for (const { line, cells } of rows) {
    const value = kind.draft(Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? ''])));
    const last = drafts.at(-1);
    if (last && kind.continues?.(last.value, value))
      (last.value.lines as unknown[]).push(...(value.lines as unknown[]));
    else drafts.push({ line, value });
  }
  return drafts;
}

const bad = (errors: LineError[]) =>
  refuse('INVALID_REQUEST', `Nothing was imported: ${errors.length} bad ${errors.length === 1 ? 'row' : 'rows'}.`, {
    errors: errors.slice(0, ERRORS_SHOWN),
  });
