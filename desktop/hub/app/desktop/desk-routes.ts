import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import {
  ClerkForgotten,
  CodeAnswer,
  CodeAsked,
  DeskActs,
  DeskAnswer,
  DeskClerks,
  DeskSignIn,
  InboxAnswer,
  RevokeAsked,
} from '#shared/contract/desktop/desk.ts';
import { fail } from '#shared/contract/errors.ts';
import { Uuid } from '#shared/contract/scalars.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import { type Desk, deskAnswer } from '../../desk/open-desk.ts';
import { uuidBlob } from '../../store/blobs.ts';
import type { HubDatabase } from '../../store/hub-database.ts';
import type { ServerTime } from '../../uplink/server-time.ts';
import { deskActsReader } from './desk-acts.ts';
import { inboxAnswers } from './inbox-answers.ts';

export interface DeskRoutesDeps {
  desk: Desk;
  database: HubDatabase;
  serverTime: Pick<ServerTime, 'now'>;
  clock: Clock;
}

const OfPhone = Type.Object({ device_id: Uuid });
const OfClerk = Type.Object({ user_id: Type.String({ pattern: '^[1-9]\\d{0,14}$' }) });
const OfEvent = Type.Object({ event_id: Uuid });

/** /api/desktop/clerks, GET /api/desktop/acts, POST /api/desktop/inbox/:event_id, /phones/:device_id/ask-revoke and /code. */
export function deskRoutes(app: FastifyInstance, { desk, database, serverTime, clock }: DeskRoutesDeps): void {
  const acts = deskActsReader(database);
  const inbox = inboxAnswers(database);
  app.get('/api/desktop/clerks', { schema: { response: { 200: DeskClerks } } }, async () => ({
    items: desk.clerks().map(({ user_id, name, believed_until, isPinEnough }) => ({
      user_id,
      name,
      asks: isPinEnough ? ('PIN' as const) : ('SIGN_IN' as const),
      believed_until: isoTime(believed_until),
    })),
  }));
  app.post('/api/desktop/clerks', { schema: { body: DeskSignIn, response: { 200: DeskAnswer } } }, async (request) => {
    const signedIn = await desk.signIn(request.body as DeskSignIn);
    return deskAnswer(signedIn.ok ? signedIn : fail({ trouble: signedIn.error }));
  });
  app.post(
    '/api/desktop/clerks/:user_id/forget',
    { schema: { params: OfClerk, body: ClerkForgotten, response: { 200: DeskAnswer } } },
    async (request) => {
      const { user_id } = request.params as { user_id: string };
      return deskAnswer(await desk.eraseClerk((request.body as ClerkForgotten).by, Number(user_id)));
    },
  );
  app.get('/api/desktop/acts', { schema: { response: { 200: DeskActs } } }, async () => ({
    items: acts(clock.now() - serverTime.now()),
  }));
  app.post(
    '/api/desktop/inbox/:event_id',
    { schema: { params: OfEvent, body: InboxAnswer, response: { 200: DeskAnswer } } },
    async (request) => {
      const { event_id } = request.params as { event_id: string };
      const { by, outcome, reason } = request.body as InboxAnswer;
      const about = { type: 'EVENT', id: event_id, name: inbox.nameOf(event_id) };
      const act = { what: `DESK_INBOX_${outcome}` as const, about, ...(reason === undefined ? {} : { reason }) };
      return deskAnswer(await desk.act(by, act, () => inbox.answer(event_id, clock.now())));
    },
  );
  phoneActs(app, { desk, database });
}

/** What is asked of HQ about a phone and its person. */
function phoneActs(app: FastifyInstance, { desk, database }: Pick<DeskRoutesDeps, 'desk' | 'database'>): void {
  const owner = database.prepare<[Buffer], { user_id: number; user_name: string }>(
    'SELECT user_id, user_name FROM devices WHERE device_id = ?',
  );
  app.post(
    '/api/desktop/phones/:device_id/ask-revoke',
    { schema: { params: OfPhone, body: RevokeAsked, response: { 200: DeskAnswer } } },
    async (request) => {
      const { device_id: id } = request.params as { device_id: string };
      const { by, reason } = request.body as RevokeAsked;
      const phone = owner.get(uuidBlob(id));
      const about = { type: 'DEVICE', id, name: phone?.user_name ?? null };
      return deskAnswer(await desk.act(by, { what: 'DESK_REVOKE_ASKED', about, reason }, () => phone !== undefined));
    },
  );
  app.post(
    '/api/desktop/phones/:device_id/code',
    { schema: { params: OfPhone, body: CodeAsked, response: { 200: CodeAnswer } } },
    async (request) => {
      const phone = owner.get(uuidBlob((request.params as { device_id: string }).device_id));
      const { by, purpose } = request.body as CodeAsked;
      const made = await desk.code(by, { userId: phone?.user_id ?? null, purpose });
      return { ...deskAnswer(made), code: made.ok ? made.value : null };
    },
  );
}
