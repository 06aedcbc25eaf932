import Fastify from 'fastify';
import Type from 'typebox';
import { expect, test } from 'vitest';
import { ServerEvent } from '#shared/contract/server-events.ts';
import { answerBySchema } from './answers.ts';
import { answerWithProblems } from './problem.ts';

const event = {
  id: '0198f1d2-1111-7222-8333-444455556666',
  entity_type: 'DELIVERY',
  entity_id: 'x',
  action: 'DELIVERY_ASSIGNED',
  payload: { lines: [{ product_id: 1, lots: [] }], newer: null },
  occurred_at: '2026-11-30T05:00:00.000Z',
  pos: 1,
};

async function answerOf(sent: unknown, check: boolean) {
  const logged: string[] = [];
  const app = Fastify({ logger: { stream: { write: (line: string) => logged.push(line) } } });
  answerWithProblems(app);
  answerBySchema(app, check);
  app.get(
    '/events',
    { schema: { response: { 200: Type.Object({ events: Type.Array(ServerEvent) }) } } },
    async () => sent,
  );
  const { statusCode, body } = await app.inject('/events');
  await app.close();
  return { statusCode, body, logged: logged.join('') };
}

test.each([true, false])(
  '[WIRE-1] members that no schema names leave as they came, checked (%s) or not',
  async (check) => {
    const sent = { events: [{ ...event, newer: { a: 1 } }], also: 'newer' };
    const { statusCode, body } = await answerOf(sent, check);
    expect(statusCode).toBe(200);
    expect(body).toBe(JSON.stringify(sent));
  },
);

test('[WIRE-1] an answer that does not fit its schema is a 500 in tests, and the log says where', async () => {
  const { statusCode, body, logged } = await answerOf({ events: [event, { ...event, pos: 0 }] }, true);
  expect(statusCode).toBe(500);
  expect(JSON.parse(body)).toMatchObject({ code: 'INTERNAL' });
  expect(logged).toContain('GET /events answers 200 with what its schema does not say at /events/1/pos');
});

test('[WIRE-1] outside of tests nobody is refused what a person waits for because a schema is too narrow', async () => {
  expect((await answerOf({ events: [{ ...event, pos: 0 }] }, false)).statusCode).toBe(200);
});

test('[WIRE-1] a schema that cannot be checked keeps an app from starting', async () => {
  const app = Fastify();
  answerBySchema(app, false);
  app.get(
    '/tuple',
    { schema: { response: { 200: Type.Array(Type.String(), { uniqueItems: true }) } } },
    async () => [],
  );
  await expect(app.ready()).rejects.toThrow('uniqueItems');
});
