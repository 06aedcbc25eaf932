import Type from 'typebox';
import { InboxAnswer, NotedEvent } from '#shared/contract/hq/answers.ts';
import { CorrectionAnswer, EventNote, Settlement } from '#shared/contract/hq/requests.ts';
import { Uuid } from '#shared/contract/scalars.ts';
import { sendResult } from '../../http/typed-app.ts';
import type { Hq } from '../hq.ts';
import { withNormalisedTexts } from '../rows.ts';
import { answerCorrection, noteEvent, settleConflict } from './answer.ts';

const byId = Type.Object({ id: Uuid });
const answered = { 200: InboxAnswer };

/** What is done about the events of HQ's inbox. */
export function inboxRoutes({ app, deps, actorIn, act }: Hq): void {
  /** → InboxAnswer. Goods and cash are booked as far as the event says so. 404, 409 where it is no conflict or was settled. */
  app.post(
    '/conflicts/:id/settle',
    { schema: { params: byId, body: Settlement, response: answered } },
    async (request, reply) => {
      const asked = { ...request.params, ...withNormalisedTexts(request.body) };
      return sendResult(reply, await act(request, (tx) => settleConflict(tx, deps, actorIn(request), asked)));
    },
  );
  /** → InboxAnswer. What follows from a correction is entered by its own commands. 404, 409. */
  for (const [answer, outcome] of [
    ['accept', 'ACCEPTED'],
    ['reject', 'REJECTED'],
  ] as const) {
    app.post(
      `/corrections/:id/${answer}`,
      { schema: { params: byId, body: CorrectionAnswer, response: answered } },
      async (request, reply) => {
        const asked = { ...request.params, ...withNormalisedTexts(request.body), outcome };
        return sendResult(reply, await act(request, (tx) => answerCorrection(tx, deps, actorIn(request), asked)));
      },
    );
  }
  /** → `{id}`: a note about an event stands in the audit. 404. */
  app.post(
    '/events/:id/notes',
    { schema: { params: byId, body: EventNote, response: { 201: NotedEvent } } },
    async (request, reply) => {
      const note = { ...request.params, ...withNormalisedTexts(request.body) };
      return sendResult(reply, await act(request, (tx) => noteEvent(tx, note)), 201);
    },
  );
}
