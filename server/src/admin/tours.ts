import Type from 'typebox';
import { type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { GivenReason } from '#shared/contract/hq/requests.ts';
import { Tour } from '#shared/contract/tour.ts';
import { readTourId } from '#shared/domain/tour/tour-id.ts';
import { sendResult } from '../http/typed-app.ts';
import type { ServerDeps } from '../identity/deps.ts';
import { syncDeps } from '../identity/sync-deps.ts';
import { appendChanges } from '../store/changes.ts';
import type { Transaction } from '../store/database.ts';
import { loadTours } from '../store/entities/tour.ts';
import { lockPeople } from '../store/sync/people-lock.ts';
import { readTours } from '../store/sync/read-tours.ts';
import { advanceTours } from '../store/sync/settle-tours.ts';
import type { Actor } from './actor.ts';
import { type Acted, acted, changedBy } from './acts/act.ts';
import type { Hq } from './hq.ts';
import { withNormalisedTexts } from './rows.ts';

export function tourRoutes({ app, deps, actorIn, act }: Hq): void {
  /** → the tour, settled with what is here. 404; 409 CONFLICT where it is settled already. */
  app.post(
    '/tours/:id/settle',
    { schema: { params: Type.Object({ id: Type.String() }), body: GivenReason, response: { 200: Tour } } },
    async (request, reply) => {
      const asked = { ...request.params, ...withNormalisedTexts(request.body) };
      return sendResult(reply, await act(request, (tx) => settleTour(tx, deps, actorIn(request), asked)));
    },
  );
}

/** HQ closes a day that waits for what may never come. What comes later is told, and changes nothing of it. */
async function settleTour(
  tx: Transaction,
  deps: ServerDeps,
  actor: Actor,
  { id, reason }: { id: string; reason: string },
): Promise<Result<Acted<Tour>, RequestError>> {
  const day = readTourId(id);
  if (!day) return refuse('NOT_FOUND', `There is no tour ${id}.`);
  await lockPeople(tx, [day.driver_user_id]);
  const [before] = await loadTours(tx, { users: [], days: [day], lowest: [] });
  if (!before) return refuse('NOT_FOUND', `There is no tour ${id}.`);
  if (before.state === 'SETTLED') return refuse('CONFLICT', 'This tour is settled already.');
  const changes = await advanceTours(tx, [before], syncDeps(deps), { user_id: actor.userId, reason });
  const [row] = await loadTours(tx, { users: [], days: [day], lowest: [] });
  const [tour] = await readTours(tx, row ? [row] : [], { forAdmin: true });
  if (!tour) return refuse('NOT_FOUND', `There is no tour ${id}.`);
  await appendChanges(tx, changes);
  const settled = changedBy(
    { what: 'TOUR_SETTLED', type: 'TOUR' },
    { id, state: before.state },
    { id, state: tour.state },
    reason,
  );
  return acted(tour, { ...settled, name: day.day });
}
