import { ClosedMonth, MonthClosing, NewClosing, NewExport } from '#shared/contract/hq/closing.ts';
import { ClosedMonthsQuery } from '#shared/contract/hq/queries.ts';
import { sendResult } from '../../http/typed-app.ts';
import { depotInSight } from '../actor.ts';
import type { Hq } from '../hq.ts';
import { closeMonth, keepExport, monthClosing } from './close-month.ts';

/** The end of a month's books. */
export function closingRoutes({ app, deps, actorIn, act }: Hq): void {
  /** → how the month stands, the present one where none is named. */
  app.get(
    '/reports/closing',
    { schema: { querystring: ClosedMonthsQuery, response: { 200: MonthClosing } } },
    async (request, reply) =>
      sendResult(reply, await monthClosing(deps.database, request.query.month, deps.clock.now())),
  );
  /** → 201 and the month, closed with all before it. 409 while it is not over. */
  app.post(
    '/reports/closings',
    { schema: { body: NewClosing, response: { 201: ClosedMonth } } },
    async (request, reply) =>
      sendResult(reply, await act(request, (tx) => closeMonth(tx, deps, request.body.month)), 201),
  );
  /** → 201 and the month. 409 while it is open, 403 for another depot. */
  app.post(
    '/reports/exports',
    { schema: { body: NewExport, response: { 201: ClosedMonth } } },
    async (request, reply) => {
      const depot = depotInSight(actorIn(request), request.body.depot_id);
      if (!depot.ok) return sendResult(reply, depot);
      const taken = { ...request.body, depot_id: depot.value };
      return sendResult(reply, await act(request, (tx) => keepExport(tx, taken)), 201);
    },
  );
}
