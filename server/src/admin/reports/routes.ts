import Type from 'typebox';
import { ok } from '#shared/contract/errors.ts';
import { ClientStatement, NumberReport } from '#shared/contract/hq/reports.ts';
import { Day, Uuid } from '#shared/contract/scalars.ts';
import { sendResult } from '../../http/typed-app.ts';
import { depotInSight } from '../actor.ts';
import type { Hq } from '../hq.ts';
import { NumberText } from '../listing.ts';
import { numberReport } from './numbers.ts';
import { monthOf, periodOf } from './period.ts';
import { clientStatement } from './statement.ts';

/** What an accountant reads: each with its days, in Algiers. A clerk sees the own depot. */
export function reportRoutes({ app, deps, actorIn }: Hq): void {
  /** → the client's account. 400 for days that cannot be or more lines than a page holds, 404. */
  const statement = {
    params: Type.Object({ id: Uuid }),
    querystring: Type.Object({ from: Type.Optional(Day), to: Type.Optional(Day) }),
    response: { 200: ClientStatement },
  };
  app.get('/clients/:id/statement', { schema: statement }, async (request, reply) => {
    const period = periodOf(request.query, deps.clock.now());
    if (!period.ok) return sendResult(reply, period);
    const asked = { id: request.params.id, period: period.value };
    return sendResult(reply, await clientStatement(deps.database, actorIn(request), asked));
  });
  /** → the numbers of a month, and what of the year's series is missing. 400, 403 for another depot. */
  const numbers = {
    querystring: Type.Object({
      month: Type.Optional(Type.String({ pattern: '^[0-9]{4}-[0-9]{2}$' })),
      depot_id: Type.Optional(NumberText),
    }),
    response: { 200: NumberReport },
  };
  app.get('/reports/numbers', { schema: numbers }, async (request, reply) => {
    const { month, depot_id } = request.query;
    const depot = depotInSight(actorIn(request), depot_id === undefined ? null : Number(depot_id));
    if (!depot.ok) return sendResult(reply, depot);
    const asked = monthOf(month, deps.clock.now());
    if (!asked.ok) return sendResult(reply, asked);
    return sendResult(reply, ok(await numberReport(deps.database, { ...asked.value, depotId: depot.value })));
  });
}
