import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { LIMITS } from '#shared/contract/limits.ts';
import type { NodeKind, PushResponse } from '#shared/contract/sync.ts';
import { type TestDevice, testIds } from '../test-device.ts';

/** A running node, and what a suite must be able to see of it from outside. */
export interface NodeUnderTest {
  url: string;
  kind: NodeKind;
  /** A new device of a demo user, signed in. */
  signIn(username: string): Promise<{ device: TestDevice; authorization: string }>;
  /** The text of an event as this node keeps it, or null. */
  storedText(eventId: string): Promise<string | null>;
  close(): Promise<void>;
}

type SignedIn = Awaited<ReturnType<NodeUnderTest['signIn']>>;

const audit = (n: unknown) => ({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: { n } });

/** What every node answers to the letter, hub and server alike. */
export function httpSuite(name: string, open: () => Promise<NodeUnderTest>): void {
  describe(`${name} speaks the contract`, () => {
    let node: NodeUnderTest;
    let driver: SignedIn;
    let other: SignedIn;
    beforeAll(async () => {
      node = await open();
      driver = await node.signIn('driver1.alger');
      other = await node.signIn('driver2.alger');
    });
    afterAll(() => node?.close());

    async function post(who: SignedIn, body: unknown, headers: Record<string, string> = {}) {
      const raw = typeof body === 'string' || body instanceof Uint8Array;
      const response = await fetch(`${node.url}/api/sync/push`, {
        method: 'POST',
        headers: { authorization: who.authorization, 'content-type': 'application/json', ...headers },
        body: raw ? (body as string) : JSON.stringify(body),
      });
      // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came.
      return { status: response.status, body: (await response.json()) as any };
    }
    const push = async (
      who: SignedIn,
      events: unknown[],
      extra: Record<string, unknown> = {},
    ): Promise<PushResponse> => {
      const { status, body } = await post(who, who.device.pushBody(events, extra));
      expect(status, JSON.stringify(body)).toBe(200);
      return body;
    };
    const get = async (who: SignedIn | null, path: string) => {
      const response = await fetch(node.url + path, who ? { headers: { authorization: who.authorization } } : {});
      // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came.
      return { status: response.status, body: (await response.json()) as any };
    };
    const failedCodes = (answer: PushResponse) =>
      answer.failed_events.map(({ event_id, error_code }) => [event_id, error_code]);

    test('[PUSH-1] names every event once, by its id or its JSON text', async () => {
      const good = driver.device.say(audit(1));
      const answer = await push(driver, [
        good,
        good,
        { id: 42 },
        'text',
        null,
        { id: 'no-uuid' },
        { ...good, id: undefined },
      ]);
      expect(answer).toMatchObject({ success: false, acked_event_ids: [good.id], custody: node.kind });
      expect(failedCodes(answer)).toEqual([
        ['42', 'INVALID_EVENT'],
        ['"text"', 'INVALID_EVENT'],
        ['null', 'INVALID_EVENT'],
        ['no-uuid', 'INVALID_EVENT'],
      ]);
      expect(answer.failed_events[0]).toMatchObject({ retry: false, resolution: { action: 'CONTACT_ADMIN' } });
      expect(Math.abs(Date.parse(answer.server_time) - Date.now())).toBeLessThan(60_000);
    });

    test('[PUSH-1] an empty push is a push', async () => {
      expect(await push(driver, [])).toMatchObject({ success: true, acked_event_ids: [], failed_events: [] });
    });

    const poisons: [string, (device: TestDevice) => string][] = [
      ['constructor.prototype', (d) => JSON.stringify(d.say(audit({ constructor: { prototype: { x: 1 } } })))],
      ['__proto__', (d) => JSON.stringify(d.say({ ...audit(0), payload: JSON.parse('{"__proto__":{"x":1}}') }))],
      ['\\u0000', (d) => JSON.stringify(d.say(audit('a\0b')))],
      ['a lone surrogate', (d) => JSON.stringify(d.say(audit('a\ud800b')))],
      ['a member that stands twice', (d) => JSON.stringify(d.say(audit(1))).replace('"n":1', '"n":0,"n":1')],
      [
        'a name that stands twice, written otherwise',
        (d) => JSON.stringify(d.say(audit(1))).replace('"v":1', '"\\u0076":2,"v":1'),
      ],
      ['a wrong type', (d) => JSON.stringify(d.say({ ...audit(0), seq: '7' as never }))],
      ['a huge nesting', (d) => JSON.stringify(d.say(audit(JSON.parse('['.repeat(40) + ']'.repeat(40)))))],
      ['more than 64 KiB', (d) => JSON.stringify(d.say(audit('x'.repeat(LIMITS.eventBytes))))],
    ];
    test.each(poisons)(
      '[EVT-4] [IN-4] [PUSH-2] [LESSON-2] poison (%s) between two good ones fails alone',
      async (_what, make) => {
        const { device } = other;
        const before = device.say(audit('before'));
        const poison = make(device);
        const after = device.say(audit('after'));
        const frame = JSON.stringify(device.pushBody([]));
        const body = frame.replace(
          '"events":[]',
          () => `"events":[${[JSON.stringify(before), poison, JSON.stringify(after)].join(',')}]`,
        );
        const { status, body: answer } = await post(other, body);
        expect(status).toBe(200);
        expect(answer.acked_event_ids).toEqual([before.id, after.id]);
        expect(failedCodes(answer)).toEqual([[JSON.parse(poison).id, 'INVALID_EVENT']]);
        expect(await node.storedText(JSON.parse(poison).id)).toBeNull();
        expect(({} as Record<string, unknown>).x).toBeUndefined();
      },
    );

    test('[EVT-2] [EVT-5] keeps unknown members, and the very words', async () => {
      const event = driver.device.say({ ...audit(1), payload: { z: [1e21, 0.000001], a: { neu: 'é', المخزن: 1 } } });
      const text = JSON.stringify(event).replace('"payload":', '"payload" :\t').replace('"v":1', '"v":1.0');
      const frame = JSON.stringify(driver.device.pushBody([]));
      const { body } = await post(
        driver,
        frame.replace('"events":[]', () => `"events": [ ${text} ]`),
      );
      expect(body.acked_event_ids).toEqual([event.id]);
      expect(await node.storedText(event.id)).toBe(text);
    });

    test('[PUSH-3] a known event gets its outcome again; its id never stands for another', async () => {
      const event = driver.device.say(audit(1));
      await push(driver, [event]);
      expect(await push(driver, [{ ...event, signature: 'AAAA' }])).toMatchObject({ acked_event_ids: [event.id] });
      const other = driver.device.seal({ ...event, payload: { n: 2 } });
      expect(failedCodes(await push(driver, [other]))).toEqual([[event.id, 'EVENT_ID_REUSED']]);
    });

    test('[PUSH-4] envelope before checksum, checksum before signature', async () => {
      const event = driver.device.say(audit(1));
      const wrong = { ...event, payload: { n: 2 } };
      expect(failedCodes(await push(driver, [{ ...wrong, checksum: event.checksum.toUpperCase() }]))).toEqual([
        [event.id, 'INVALID_EVENT'],
      ]);
      expect(failedCodes(await push(driver, [{ ...wrong, signature: 'AAAA' }]))).toEqual([
        [event.id, 'CHECKSUM_MISMATCH'],
      ]);
      expect(failedCodes(await push(driver, [{ ...event, signature: 'AAAA' }]))).toEqual([
        [event.id, 'SIGNATURE_INVALID'],
      ]);
    });

    test('[PUSH-5] a mangled copy does not poison the true one, in one batch or before it', async () => {
      const event = driver.device.say(audit(1));
      const mangled = { ...event, payload: { n: 'mangled' } };
      expect((await push(driver, [mangled])).acked_event_ids).toEqual([]);
      expect(await push(driver, [mangled, event])).toMatchObject({ success: true, acked_event_ids: [event.id] });
      expect(JSON.parse((await node.storedText(event.id)) ?? 'null')).toEqual(event);
    });

    test('[PUSH-6] a batch id stands for one batch', async () => {
      const [a, b] = [driver.device.say(audit(1)), driver.device.say(audit(2))];
      const batch_id = testIds.uuid();
      const first = await push(driver, [a], { batch_id });
      expect((await push(driver, [a], { batch_id })).acked_event_ids).toEqual(first.acked_event_ids);
      const { status, body } = await post(driver, driver.device.pushBody([a, b], { batch_id }));
      expect([status, body.code]).toEqual([409, 'BATCH_ID_REUSED']);
      expect(await node.storedText(b.id)).toBeNull();
    });

    test('[PUSH-7] a thousand events and no more', async () => {
      const { device } = other;
      const events = Array.from({ length: LIMITS.eventsPerPush }, (_, n) => device.say(audit(n)));
      expect((await push(other, events)).acked_event_ids).toHaveLength(LIMITS.eventsPerPush);
      const { status, body } = await post(other, device.pushBody([...events, device.say(audit(0))]));
      expect([status, body.code]).toEqual([413, 'BATCH_TOO_LARGE']);
    });

    test('[PUSH-7] 4 MiB and no more, compressed or not', async () => {
      const fill = (bytes: number) => {
        const frame = JSON.stringify(driver.device.pushBody([], { filler: '' }));
        return frame.replace('"filler":""', `"filler":"${'x'.repeat(bytes - frame.length)}"`);
      };
      expect((await post(driver, fill(LIMITS.bodyBytes))).status).toBe(200);
      const tooLarge = fill(LIMITS.bodyBytes + 1);
      const refused = [413, 'BATCH_TOO_LARGE'];
      const plain = await post(driver, tooLarge);
      expect([plain.status, plain.body.code]).toEqual(refused);
      const coders = { gzip: gzipSync, br: brotliCompressSync, zstd: zstdCompressSync };
      for (const [encoding, compress] of Object.entries(coders)) {
        const event = driver.device.say(audit(encoding));
        const small = compress(JSON.stringify(driver.device.pushBody([event])));
        const taken = await post(driver, new Uint8Array(small), { 'content-encoding': encoding });
        expect(taken.body.acked_event_ids, encoding).toEqual([event.id]);
        const bomb = await post(driver, new Uint8Array(compress(tooLarge)), { 'content-encoding': encoding });
        expect([bomb.status, bomb.body.code], encoding).toEqual(refused);
      }
      const unknown = await post(driver, 'x', { 'content-encoding': 'lzma' });
      expect([unknown.status, unknown.body.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    });

    test('[PUSH-8] token, push and events name one device and its user', async () => {
      const foreign = other.device.say(audit(1));
      const { status, body } = await post(driver, other.device.pushBody([foreign]));
      expect([status, body.code]).toEqual([403, 'FORBIDDEN']);
      expect(failedCodes(await push(driver, [foreign]))).toEqual([[foreign.id, 'INVALID_EVENT']]);
      const misnamed = driver.device.say({ ...audit(1), user_id: other.device.userId });
      expect(failedCodes(await push(driver, [misnamed]))).toEqual([[misnamed.id, 'INVALID_EVENT']]);
    });

    test('[PUSH-9] what is no push is refused as a whole and stores nothing', async () => {
      const event = driver.device.say(audit(1));
      const body = driver.device.pushBody([event]);
      const bad: [unknown, number, string][] = [
        ['{"events":[', 400, 'INVALID_REQUEST'],
        ['[]', 400, 'INVALID_REQUEST'],
        [{ ...body, events: {} }, 400, 'INVALID_REQUEST'],
        [{ ...body, batch_id: 7 }, 400, 'INVALID_REQUEST'],
        [{ ...body, sent_at: 'now' }, 400, 'INVALID_REQUEST'],
        [{ ...body, device_id: undefined }, 400, 'INVALID_REQUEST'],
      ];
      for (const [request, status, code] of bad) {
        const answer = await post(driver, request);
        expect([answer.status, answer.body.code], JSON.stringify(request)).toEqual([status, code]);
      }
      const text = await post(driver, body, { 'content-type': 'text/plain' });
      expect([text.status, text.body.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
      for (const authorization of ['', 'Bearer x', 'Bearer eyJhbGciOiJub25lIn0.e30.']) {
        const answer = await post({ device: driver.device, authorization }, body);
        expect([answer.status, answer.body.code]).toEqual([401, 'TOKEN_INVALID']);
      }
      expect(await node.storedText(event.id)).toBeNull();
    });

    test('[IN-5] [PUSH-9] bytes that are not UTF-8 are 400 for the whole request, and so is an envelope that reads two ways', async () => {
      const event = driver.device.say(audit('Épicerie'));
      const body = JSON.stringify(driver.device.pushBody([event]));
      const bad = [Buffer.from(body, 'latin1'), Buffer.from(body).subarray(0, -1), body.replace('{', '{"v":1,"v":1,')];
      for (const request of bad) {
        const answer = await post(driver, typeof request === 'string' ? request : new Uint8Array(request));
        expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_REQUEST']);
      }
      const login = JSON.stringify({ username: 'é', password: 'x' });
      for (const request of [Buffer.from(login, 'latin1'), Buffer.from('{"username":"a","username":"b"}')]) {
        const answer = await fetch(`${node.url}/api/auth/login`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: new Uint8Array(request),
        });
        expect([answer.status, ((await answer.json()) as { detail: string }).detail]).toEqual([
          400,
          expect.stringMatching(/UTF-8|twice/),
        ]);
      }
      expect(await node.storedText(event.id)).toBeNull();
    });

    test('[IN-1] [IN-2] times off the calendar, made-up pages and U+0000 are the request’s fault', async () => {
      for (const path of [
        'pull?since=0000-01-01T00:00:00.000Z',
        'pull?since=9999-12-31T23:59:59-23:59',
        'pull?since=a%00b',
        'bootstrap?page=0~abc~a.1',
        'bootstrap?page=1~9999999999~a.1',
        'bootstrap?page=2~00000000-0000~a.1',
        'bootstrap?page=3~00000000-0000-4000-8000-000000000000~a.1',
        'status?since=%00',
      ]) {
        const answer = await get(driver, `/api/sync/${path}`);
        expect([answer.status, answer.body.code], path).toEqual([400, 'INVALID_REQUEST']);
      }
      const device = {
        id: testIds.uuid(),
        name: 'x',
        platform: 'x',
        app_version: '0',
        public_key: driver.device.publicKey,
      };
      const credentials = { username: 'driver1.alger', password: 'no', device };
      for (const spoilt of [
        { ...credentials, username: 'a\0' },
        { ...credentials, device: { ...device, name: 'a\0' } },
        { ...credentials, device: { ...device, platform: '\ud800' } },
        { ...credentials, device: { ...device, app_version: '\0' } },
      ]) {
        const response = await fetch(`${node.url}/api/auth/login`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(spoilt),
        });
        expect(response.status).toBe(400);
      }
    });

    test('[PULL-2] a phone gets its own scope, and no delivery’s code', async () => {
      const { body } = await get(driver, '/api/sync/bootstrap');
      expect(body.entities.deliveries.length).toBeGreaterThan(0);
      for (const delivery of body.entities.deliveries) {
        expect(delivery).not.toHaveProperty('qr_payload');
        expect(delivery.driver_user_id).toBe(driver.device.userId);
      }
      const depots = new Set(body.entities.stock_levels.map(({ depot_id }: { depot_id: number }) => depot_id));
      expect(depots.size).toBe(1);
      for (const user of body.entities.users) expect(Object.keys(user).sort()).toEqual(['id', 'name']);
      expect(JSON.stringify(body)).not.toContain('MCG1.');
    });

    test('[PULL-3] cursors: nothing new, another epoch, another device, nonsense', async () => {
      const { body } = await get(driver, '/api/sync/bootstrap');
      const pulled = await get(driver, `/api/sync/pull?since=${body.next_since}&device_id=${driver.device.id}&limit=1`);
      expect(pulled.status).toBe(200);
      expect(pulled.body).toMatchObject({ device_status: { is_active: true, requires_reauth: false } });
      const expired = await get(driver, '/api/sync/pull?since=another.3');
      expect([expired.status, expired.body.code]).toEqual([410, 'CURSOR_EXPIRED']);
      for (const query of ['since=nonsense', 'limit=0', 'limit=x', 'device_id=me']) {
        const answer = await get(driver, `/api/sync/pull?${query}`);
        expect([answer.status, answer.body.code], query).toEqual([400, 'INVALID_REQUEST']);
      }
      const foreign = await get(driver, `/api/sync/pull?device_id=${testIds.uuid()}`);
      expect([foreign.status, foreign.body.code]).toEqual([403, 'FORBIDDEN']);
      expect((await get(null, '/api/sync/pull')).status).toBe(401);
    });

    test('[PULL-4] [PULL-8] the pages of a snapshot carry one cursor, and the first says how much there is in all', async () => {
      const pages = [];
      let page = '';
      do {
        const { status, body } = await get(driver, `/api/sync/bootstrap?page=${page}`);
        expect(status).toBe(200);
        pages.push(body);
        page = body.next_page ?? '';
      } while (pages.at(-1).has_more);
      expect(new Set(pages.map(({ next_since }) => next_since)).size).toBe(1);
      const counts = pages.flatMap(({ entities }) => Object.values(entities).map((list) => (list as unknown[]).length));
      expect(pages[0].total).toBe(counts.reduce((sum, count) => sum + count, 0));
      for (const further of pages.slice(1)) expect(further).not.toHaveProperty('total');
      const nonsense = await get(driver, '/api/sync/bootstrap?page=nonsense');
      expect([nonsense.status, nonsense.body.code]).toEqual([400, 'INVALID_REQUEST']);
    });

    test('[HARD-11] a snapshot goes compressed to whoever takes it', async () => {
      for (const [coding, expected] of [
        ['br', 'br'],
        ['gzip', 'gzip'],
        ['identity', null],
      ] as const) {
        const response = await fetch(`${node.url}/api/sync/bootstrap`, {
          headers: { authorization: driver.authorization, 'accept-encoding': coding },
        });
        expect(response.headers.get('content-encoding'), coding).toBe(expected);
        expect(((await response.json()) as { has_more: boolean }).has_more).toBe(false);
      }
    });

    test('status tells of the node, the device and the way up', async () => {
      const { status, body } = await get(driver, `/api/sync/status?device_id=${driver.device.id}`);
      expect(status).toBe(200);
      expect(body).toMatchObject({ server_healthy: true, node: node.kind, device: { is_active: true } });
      expect(typeof body.sync_required).toBe('boolean');
      if (node.kind === 'server') expect(body.upstream).toBeNull();
      else expect(body.upstream).toMatchObject({ reachable: expect.any(Boolean), backlog: expect.any(Number) });
    });
  });
}
