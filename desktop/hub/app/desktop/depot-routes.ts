import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { DesktopJournal } from '#shared/contract/desktop/journal.ts';
import { DesktopStock } from '#shared/contract/desktop/stock.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import type { HubDatabase } from '../../store/hub-database.ts';
import type { ServerTime } from '../../uplink/server-time.ts';
import { journalReader } from './journal.ts';
import { stockReader } from './stock.ts';

export interface DepotRoutesDeps {
  database: HubDatabase;
  serverTime: Pick<ServerTime, 'now'>;
  clock: Clock;
}

const OfJournal = Type.Object({
  q: Type.Optional(Type.String({ maxLength: LIMITS.textChars })),
  before: Type.Optional(Type.String({ pattern: '^[1-9]\\d{0,14}$' })),
});

/** GET /api/desktop/stock and /api/desktop/journal?q=&before=. */
export function depotRoutes(app: FastifyInstance, { database, serverTime, clock }: DepotRoutesDeps): void {
  const stock = stockReader(database);
  const journal = journalReader(database);
  app.get('/api/desktop/stock', { schema: { response: { 200: DesktopStock } } }, async () => ({
    now: isoTime(serverTime.now()),
    items: stock(),
  }));
  app.get(
    '/api/desktop/journal',
    { schema: { querystring: OfJournal, response: { 200: DesktopJournal } } },
    async (request) => {
      const { q, before } = request.query as { q?: string; before?: string };
      const query = { q, before: before === undefined ? undefined : Number(before) };
      return journal(query, clock.now() - serverTime.now());
    },
  );
}
