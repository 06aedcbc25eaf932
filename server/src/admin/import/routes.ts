import Type, { type Static } from 'typebox';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { Imported, ImportTried } from '#shared/contract/hq/answers.ts';
import { type LineFault, REFUSED_ROWS } from '#shared/contract/hq/import.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { RefusedInput } from '#shared/sync-server/problem.ts';
import { sendResult } from '../../http/typed-app.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import type { Transaction } from '../../store/database.ts';
import { type Acted, acted, madeBy } from '../acts/act.ts';
import type { Hq } from '../hq.ts';
import { orInvalid, type RowError, tryRows, withNormalisedTexts } from '../rows.ts';
import { decodeFile } from './decode-file.ts';
import { type Draft, draftRows, faultsOfHeader } from './draft-rows.ts';
import { IMPORT_KINDS, type ImportKind } from './kinds.ts';
import { readTable } from './read-table.ts';

/** Faults named, and things shown, in one answer; the rest is counted. */
const SHOWN = 100;
const LANE_RETRY_SECONDS = 5;

const ByKind = Type.Object({ kind: Type.String() });
const Query = Type.Object(
  { dry_run: Type.Optional(Type.Union([Type.Literal('0'), Type.Literal('1')])) },
  { additionalProperties: false },
);

/**
 * POST /import/:kind with a CSV as `text/csv`, its first row naming the columns as the API names the fields, amounts in
 * centimes or, as `…_da`, in dinars → 201 `{created}`. 400 INVALID_REQUEST with `errors: [{line, column?, fault, cell?, reason}]`, every
 * fault of every row, and nothing imported, also for a file of more than `LIMITS.importRows` rows. `?dry_run=1` → 200
 * `{would_create, items}` or the same faults, and nothing is kept. One file at a time: 503 with `Retry-After` meanwhile.
 */
export async function importRoutes({ app: root, deps, act }: Hq): Promise<void> {
  const lane = oneAtATime();
  await root.register(async (scope) => {
    const asBytes = { parseAs: 'buffer' as const, bodyLimit: LIMITS.bodyBytes };
    scope.addContentTypeParser(['text/csv', 'text/plain'], asBytes, (request, body: Buffer, done) => {
      const text = decodeFile(body, request.headers['content-type']);
      if (text.ok) done(null, text.value);
      else done(new RefusedInput({ code: 'INVALID_REQUEST', detail: text.error }), undefined);
    });
    scope.post(
      '/import/:kind',
      { schema: { params: ByKind, querystring: Query, response: { 200: ImportTried, 201: Imported } } },
      async (request, reply) => {
        const { kind: name } = request.params as { kind: string };
        const kind = Object.hasOwn(IMPORT_KINDS, name) ? IMPORT_KINDS[name] : undefined;
        if (!kind) return sendResult(reply, refuse('NOT_FOUND', `${name} cannot be imported.`));
        const text = request.body;
        if (typeof text !== 'string') {
          return sendResult(reply, refuse('UNSUPPORTED_MEDIA_TYPE', 'Send the file as text/csv.'));
        }
        const isDry = (request.query as Type.Static<typeof Query>).dry_run === '1';
        const done = await lane<Outcome>(async () => {
          const read = await readFile(kind, text);
          if (!read.ok) return read;
          if (isDry) return orInvalid(() => tryFile(deps, kind, read.value));
          return act(request, (tx) => importFile(tx, deps, kind, read.value));
        });
        return sendResult(reply, done, isDry ? 200 : 201);
      },
    );
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

type Outcome = Static<typeof Imported> | Static<typeof ImportTried>;

/** What the file would make, or its faults. */
async function tryFile(
  deps: ServerDeps,
  kind: ImportKind,
  drafts: Draft[],
): Promise<Result<Static<typeof ImportTried>, RequestError>> {
  const made = await tryRows(deps, kind.create, inputsOf(drafts));
  if (!made.ok) return badRows(drafts, made.error);
  return ok({ would_create: made.value.length, items: made.value.slice(0, SHOWN) });
}

async function importFile(
  tx: Transaction,
  deps: ServerDeps,
  kind: ImportKind,
  drafts: Draft[],
): Promise<Result<Acted<Static<typeof Imported>>, RequestError>> {
  const made = await kind.create(tx, deps, inputsOf(drafts).map(withNormalisedTexts));
  if (!made.ok) return badRows(drafts, made.error);
  return acted({ created: made.value.length }, ...made.value.map((row) => madeBy(kind.subject, row)));
}

async function readFile(kind: ImportKind, text: string): Promise<Result<Draft[], RequestError>> {
  const table = readTable(text);
  if (!table.ok) return table;
  const { header, rows } = table.value;
  const headerFaults = faultsOfHeader(header, kind);
  if (headerFaults.length > 0) return bad(headerFaults);
  const { drafts, faults } = await draftRows(header, rows, kind);
  return faults.length > 0 ? bad(faults) : ok(drafts);
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
