import Type, { type Static } from 'typebox';
import { type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { Imported, ImportTried } from '#shared/contract/hq/answers.ts';
import { IMPORT_KIND_NAMES, ImportMapping } from '#shared/contract/hq/import.ts';
import { ImportQuery } from '#shared/contract/hq/queries.ts';
import { sendResult } from '../../http/typed-app.ts';
import type { Hq } from '../hq.ts';
import { orInvalid } from '../rows.ts';
import { readMapping, rememberMapping } from './mapping.ts';
import { readFile, takeFile, tryFile } from './take-file.ts';
import { takeUploads, Upload } from './uploads.ts';

const LANE_RETRY_SECONDS = 5;

const ByKind = Type.Object({ kind: Type.String() });
const kindOf = (params: unknown) => {
  const { kind } = params as Static<typeof ByKind>;
  return IMPORT_KIND_NAMES.find((known) => known === kind) ?? null;
};
const noKind = (params: unknown) =>
  refuse('NOT_FOUND', `${(params as Static<typeof ByKind>).kind} cannot be imported.`);

/**
 * POST /import/:kind with a CSV as `text/csv`, or a workbook, its first row naming the columns: as the API names the
 * fields, as people do in French, Arabic or English, or as the company's own mapping says → 201 `{created, receipt, made}`.
 * 400 INVALID_REQUEST with `errors: [{line, column?, fault, cell?, reason}]`, every fault of every row, and nothing
 * imported, also for a file of more than `LIMITS.importRows` rows or a workbook beyond its limits. `?dry_run=1` → 200
 * `{would_create, items, columns}` or the same faults, and nothing is kept. One file at a time: 503 with `Retry-After`.
 */
export async function importRoutes(hq: Hq): Promise<void> {
  const lane = oneAtATime();
  mappingRoutes(hq);
  await hq.app.register(async (scope) => {
    takeUploads(scope);
    scope.post(
      '/import/:kind',
      { schema: { params: ByKind, querystring: ImportQuery, response: { 200: ImportTried, 201: Imported } } },
      async (request, reply) => {
        const kind = kindOf(request.params);
        if (kind === null) return sendResult(reply, noKind(request.params));
        const upload = request.body;
        if (!(upload instanceof Upload)) {
          return sendResult(reply, refuse('UNSUPPORTED_MEDIA_TYPE', 'Send the file as text/csv, or as a workbook.'));
        }
        const { dry_run, file = null } = request.query as Static<typeof ImportQuery>;
        const done = await lane<Imported | ImportTried>(async () => {
          const read = await orInvalid(() => readFile(hq.deps, kind, upload, file));
          if (!read.ok) return read;
          if (dry_run === '1') return orInvalid(() => tryFile(hq.deps, read.value));
          return hq.act(request, (tx) => takeFile(tx, hq.deps, read.value));
        });
        return sendResult(reply, done, dry_run === '1' ? 200 : 201);
      },
    );
  });
}

/**
 * GET /import/:kind/mapping → `{columns}`: what the company's own headings mean. POST `{columns: {heading: column | null}}`
 * remembers further ones, null for a column that is left out → all of them. 400 for a column that the kind does not have.
 */
function mappingRoutes({ app, deps, act }: Hq): void {
  const response = { 200: ImportMapping };
  app.get('/import/:kind/mapping', { schema: { params: ByKind, response } }, async (request, reply) => {
    const kind = kindOf(request.params);
    if (kind === null) return sendResult(reply, noKind(request.params));
    return sendResult(reply, { ok: true, value: await readMapping(deps.database, kind) });
  });
  const schema = { params: ByKind, body: ImportMapping, response };
  app.post('/import/:kind/mapping', { schema }, async (request, reply) => {
    const kind = kindOf(request.params);
    if (kind === null) return sendResult(reply, noKind(request.params));
    const { columns } = request.body as Static<typeof ImportMapping>;
    return sendResult(reply, await act(request, (tx) => rememberMapping(tx, kind, { columns })));
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
