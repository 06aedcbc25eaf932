import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { ArrivalBoard, Overview } from '#shared/contract/hq/board.ts';
import { DayQuery } from '#shared/contract/hq/queries.ts';
import { isDay } from '#shared/domain/company-day.ts';
import { algiersDay } from '#shared/domain/references.ts';
import { sendResult } from '../../http/typed-app.ts';
import { type Actor, depotInSight } from '../actor.ts';
import type { Hq } from '../hq.ts';
import { arrivalBoard } from './arrivals.ts';
import { overview } from './overview.ts';

/** What HQ looks at all day. `day` is today in Algiers where nothing else is asked for; a clerk sees the own depot. */
export function boardRoutes({ app, deps, actorIn }: Hq): void {
  /** → what of each phone's journal has arrived, and what exactly has not. 400, 403 for another depot. */
  const arrivals = { querystring: DayQuery, response: { 200: ArrivalBoard } };
  app.get('/arrivals', { schema: arrivals }, async (request, reply) => {
    const asked = askedFor(actorIn(request), request.query, deps.clock.now());
    return sendResult(reply, asked.ok ? ok(await arrivalBoard(deps.database, asked.value)) : asked);
  });
  /** → today by depot, lag and backlog, what needs a hand, and the fourteen days before. 400, 403 for another depot. */
  const today = { querystring: DayQuery, response: { 200: Overview } };
  app.get('/overview', { schema: today }, async (request, reply) => {
    const asked = askedFor(actorIn(request), request.query, deps.clock.now());
    return sendResult(reply, asked.ok ? ok(await overview(deps, asked.value)) : asked);
  });
}

function askedFor(
  actor: Actor,
  { day, depot_id }: { day?: string; depot_id?: string },
  nowMs: number,
): Result<{ day: string; depotId: number | null }, RequestError> {
  if (day !== undefined && !isDay(day)) return refuse('INVALID_REQUEST', `${day} is not in the calendar.`);
  const depot = depotInSight(actor, depot_id === undefined ? null : Number(depot_id));
  return depot.ok ? ok({ day: day ?? algiersDay(nowMs), depotId: depot.value }) : depot;
}
