import { afterAll, beforeAll, expect, test } from 'vitest';
import { Changed } from '#shared/contract/hq/live.ts';
import { reader } from '#shared/contract/reader.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { openTestHq } from '../../testing/open-test-hq.ts';

const database = await createTestDatabase();
const hq = await openTestHq(database.url, { ...systemClock, turn: () => {} });
const { server, get, post, admin, clerk, driverToken } = hq;
let url = '';
beforeAll(async () => {
  await server.app.listen({ host: '127.0.0.1', port: 0 });
  url = server.app.listeningOrigin;
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

const readChanged = reader(Changed);

async function open(token: string) {
  const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream' };
  const answer = await fetch(`${url}/api/admin/stream`, { headers });
  const body = (answer.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = '';
  /** Reads on until the text holds this, or the stream ends. */
  const until = async (wanted: RegExp): Promise<string> => {
    while (!wanted.test(text)) {
      // A server that ends may cut the line instead of closing it.
      const { done, value } = await body.read().catch(() => ({ done: true, value: undefined }));
      if (done) return `${text}[end]`;
      text += decoder.decode(value, { stream: true });
    }
    return text;
  };
  return {
    answer,
    until,
    forget: () => {
      text = '';
    },
  };
}

test('[LIVE-1] whoever may use HQ’s API is told in which lists something has changed, and nothing of what it is', async () => {
  const stream = await open(clerk);
  expect(stream.answer.headers.get('content-type')).toBe('text/event-stream');
  await stream.until(/event: opened/);
  await post('products', { ...hq.newProduct(), name: 'Secret' });
  const told = await stream.until(/"products"/);
  const lists = [...told.matchAll(/data: (.*)/g)].flatMap(([, data = '']) => {
    const read = readChanged(JSON.parse(data));
    return read.ok ? read.value.lists : [];
  });
  expect(lists).toEqual(expect.arrayContaining(['products', 'acts']));
  expect(told).not.toContain('Secret');
  stream.forget();
  await post('clients', { name: 'Nouveau', depot_ids: [hq.alger] });
  expect(await stream.until(/"clients"/)).toMatch(/event: changed/);
  stream.forget();
  // No device hears of one that belongs to no depot yet.
  await post('clients', { name: 'Sans dépôt' });
  expect(await stream.until(/"clients"/)).toMatch(/event: changed/);
});

test('[LIVE-1] without Accept it is 400, for a driver 403; a server that ends ends its streams', async () => {
  expect((await get('stream')).status).toBe(400);
  expect((await get('stream', driverToken)).status).toBe(403);
  const stream = await open(admin);
  await stream.until(/event: opened/);
  const closing = server.close();
  expect(await stream.until(/\[never\]/)).toMatch(/\[end\]$/);
  await closing;
});
