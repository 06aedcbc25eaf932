import Type from 'typebox';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { Imported, ImportTried } from '#shared/contract/hq/answers.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { RefusedInput } from '#shared/sync-server/problem.ts';
import { sendResult, type TypedApp } from '../../http/typed-app.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import { createRows, orInvalid, tryRows } from '../rows.ts';
import { decodeFile } from './decode-file.ts';
import { draftRows, faultsOfHeader, type LineFault } from './draft-rows.ts';
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
 * centimes or, as `…_da`, in dinars → 201 `{created}`. 400 INVALID_REQUEST with `errors: [{line, column?, reason}]`, every
 * fault of every row, and nothing imported, also for a file of more than `LIMITS.importRows` rows. `?dry_run=1` → 200
 * `{would_create, items}` or the same faults, and nothing is kept. One file at a time: 503 with `Retry-After` meanwhile.
 */
export async function importRoutes(root: TypedApp, deps: ServerDeps): Promise<void> {
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
        const done = await lane(() => orInvalid(() => importText(deps, kind, text, isDry)));
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

type Outcome = Type.Static<typeof Imported> | Type.Static<typeof ImportTried>;

async function importText(
  deps: ServerDeps,
  kind: ImportKind,
  text: string,
  isDry: boolean,
): Promise<Result<Outcome, RequestError>> {
  const table = readTable(text);
  if (!table.ok) return table;
  const { header, rows } = table.value;
  const headerFaults = faultsOfHeader(header, kind);
  if (headerFaults.length > 0) return bad(headerFaults);
  const { drafts, faults } = await draftRows(header, rows, kind);
  if (faults.length > 0) return bad(faults);
  const inputs = drafts.map(({ value }) => value);
  const made = await (isDry ? tryRows : createRows)(deps, kind.create, inputs);
  if (!made.ok) return bad(made.error.map(({ row, detail }) => ({ line: drafts[row]?.line ?? 0, reason: detail })));
  return ok(
    isDry ? { would_create: made.value.length, items: made.value.slice(0, SHOWN) } : { created: made.value.length },
  );
}

function bad(errors: LineFault[]) {
  const rows = new Set(errors.map(({ line }) => line)).size;
  return refuse('INVALID_REQUEST', `Nothing was imported: ${rows} bad ${rows === 1 ? 'row' : 'rows'}.`, {
    errors: errors.slice(0, SHOWN),
  });
}
