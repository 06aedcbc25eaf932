import Type from 'typebox';
import { ok } from '#shared/contract/errors.ts';
import { BulkAnswer } from '#shared/contract/hq/bulk.ts';
import { sendResult } from '../../http/typed-app.ts';
import type { Hq } from '../hq.ts';
import { BULK_KINDS } from './kinds.ts';
import { bulkUpsert } from './upsert.ts';

/**
 * PUT /<kind>/bulk `{rows}` → `{results}`, one a row in their order: what each came to, and why where it was refused. A row
 * is known by its `external_id`, so the whole call can be sent again. 400 where a row has not the form of its kind: then
 * nothing was done.
 */
export function bulkRoutes({ app, deps, actorIn, actEach }: Hq): void {
  for (const kind of BULK_KINDS) {
    const body = Type.Object(
      { rows: Type.Array(kind.row, { minItems: 1, maxItems: kind.maxRows }) },
      { additionalProperties: false },
    );
    app.put(`/${kind.name}/bulk`, { schema: { body, response: { 200: BulkAnswer } } }, async (request, reply) => {
      const { rows } = request.body as { rows: { external_id: string }[] };
      const actor = actorIn(request);
      const results = await bulkUpsert({ deps, actor, act: (work) => actEach(request, work) }, kind, rows);
      return sendResult(reply, ok({ results }));
    });
  }
}
