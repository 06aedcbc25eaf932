import Type, { type Static, type TSchema } from 'typebox';
import { ok } from '#shared/contract/errors.ts';
import { ChequesQuery, MonthQuery, PeriodQuery } from '#shared/contract/hq/queries.ts';
import { ChequeReport, ClientStatement, NumberReport, TvaReport } from '#shared/contract/hq/reports.ts';
import { UninvoicedReport } from '#shared/contract/hq/summary-invoices.ts';
import { Uuid } from '#shared/contract/scalars.ts';
import { sendResult } from '../../http/typed-app.ts';
import type { Queryable } from '../../store/database.ts';
import { depotInSight } from '../actor.ts';
import type { Hq } from '../hq.ts';
import { uninvoicedReport } from '../invoices/uninvoiced.ts';
import { chequeReport } from './cheques.ts';
import { numberReport } from './numbers.ts';
import { monthOf, type Period, periodOf } from './period.ts';
import { clientStatement } from './statement.ts';
import { tvaReport } from './tva.ts';

/** What an accountant reads: each with its days, in Algiers. A clerk sees the own depot. */
export function reportRoutes({ app, deps, actorIn }: Hq): void {
  /** → the client's account. 400 for days that cannot be or more lines than a page holds, 404. */
  const statement = {
    params: Type.Object({ id: Uuid }),
    querystring: PeriodQuery,
    response: { 200: ClientStatement },
  };
  app.get('/clients/:id/statement', { schema: statement }, async (request, reply) => {
    const period = periodOf(request.query, deps.clock.now());
    if (!period.ok) return sendResult(reply, period);
    const asked = { id: request.params.id, period: period.value };
    return sendResult(reply, await clientStatement(deps.database, actorIn(request), asked));
  });
}

/** Reports of a month, of one depot or all. 400, 403 for another depot. */
export function monthRoutes(hq: Hq): void {
  /** → the numbers of the month, and what of the year's series is missing. */
  monthRoute(hq, 'numbers', NumberReport, numberReport);
  /** → sales and TVA by rate, and the stamp duty, as the monthly declaration asks for them. */
  monthRoute(hq, 'tva', TvaReport, tvaReport);
  /** → whose delivery notes of the month wait for an invoice. */
  monthRoute(hq, 'uninvoiced', UninvoicedReport, uninvoicedReport);
  /** → the cheques of some days, to be brought to a bank. 400 for more than a page holds. */
  const { app, deps, actorIn } = hq;
  app.get(
    '/reports/cheques',
    { schema: { querystring: ChequesQuery, response: { 200: ChequeReport } } },
    async (request, reply) => {
      const depot = depotInSight(actorIn(request), idIn(request.query.depot_id));
      if (!depot.ok) return sendResult(reply, depot);
      const period = periodOf(request.query, deps.clock.now());
      if (!period.ok) return sendResult(reply, period);
      return sendResult(
        reply,
        await chequeReport(deps.database, {
          ...period.value,
          depotId: depot.value,
          state: request.query.state ?? null,
        }),
      );
    },
  );
}

function monthRoute<Report extends TSchema>(
  { app, deps, actorIn }: Hq,
  name: string,
  schema: Report,
  read: (database: Queryable, asked: Period & { month: string; depotId: number | null }) => Promise<Static<Report>>,
): void {
  const options = { schema: { querystring: MonthQuery, response: { 200: schema as TSchema } } };
  app.get(`/reports/${name}`, options, async (request, reply) => {
    const { month, depot_id } = request.query;
    const depot = depotInSight(actorIn(request), idIn(depot_id));
    if (!depot.ok) return sendResult(reply, depot);
    const asked = monthOf(month, deps.clock.now());
    if (!asked.ok) return sendResult(reply, asked);
    return sendResult(reply, ok(await read(deps.database, { ...asked.value, depotId: depot.value })));
  });
}

const idIn = (text: string | undefined): number | null => (text === undefined ? null : Number(text));
