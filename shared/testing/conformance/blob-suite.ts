import { createHash, randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { testIds } from '../test-device.ts';
import type { NodeUnderTest } from './http-suite.ts';

type SignedIn = Awaited<ReturnType<NodeUnderTest['signIn']>>;

export const photo = (bytes: number): Uint8Array<ArrayBuffer> => new Uint8Array(randomBytes(bytes));
export const nameOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const blobUrl = (sha256: string) => `/api/sync/blobs/${sha256}`;

async function read(response: Response) {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const isJson = response.headers.get('content-type')?.includes('json') && bytes.length > 0;
  const offset = response.headers.get('upload-offset');
  return {
    status: response.status,
    offset: offset === null ? null : Number(offset),
    headers: response.headers,
    bytes,
    // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came.
    body: (isJson ? JSON.parse(new TextDecoder().decode(bytes)) : null) as any,
  };
}

/** How every node takes in, keeps and gives out photos and signatures, hub and server alike. */
export function blobSuite(name: string, open: () => Promise<NodeUnderTest>): void {
  describe(`${name} keeps blobs`, () => {
    let node: NodeUnderTest;
    let driver: SignedIn;
    let other: SignedIn;
    beforeAll(async () => {
      node = await open();
      driver = await node.signIn('driver1.alger');
      other = await node.signIn('driver2.alger');
    });
    afterAll(() => node?.close());

    async function call(
      method: 'HEAD' | 'PUT' | 'GET',
      who: SignedIn | null,
      sha256: string,
      body?: Uint8Array<ArrayBuffer> | ReadableStream,
      headers: Record<string, string> = {},
    ) {
      const sent = body === undefined ? {} : { body, duplex: 'half' };
      const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'image/jpeg' };
      const proof: Record<string, string> = who === null ? {} : { authorization: who.authorization };
      const request = { method, headers: { ...proof, ...type, ...headers }, ...sent };
      return read(await fetch(node.url + blobUrl(sha256), request));
    }
    const naming = (who: SignedIn, sha256: string) =>
      fetch(`${node.url}/api/sync/push`, {
        method: 'POST',
        headers: { authorization: who.authorization, 'content-type': 'application/json' },
        body: JSON.stringify(
          who.device.pushBody([
            who.device.say({
              entity_type: 'DELIVERY',
              entity_id: testIds.uuid(),
              action: 'DELIVERY_FAILED',
              payload: { reason: 'ABSENT', photo_blobs: [sha256] },
            }),
          ]),
        ),
      });
    const held = async (who: SignedIn, sha256: string) => {
      const { status, offset } = await call('HEAD', who, sha256);
      return { status, offset };
    };
    const put = (who: SignedIn, sha256: string, body: Uint8Array<ArrayBuffer>, headers?: Record<string, string>) =>
      call('PUT', who, sha256, body, headers);
    const putRange = (who: SignedIn, whole: Uint8Array<ArrayBuffer>, from: number, to: number) =>
      put(who, nameOf(whole), whole.slice(from, to), { 'content-range': `bytes ${from}-${to - 1}/${whole.length}` });

    /** Announces a whole body, sends `send` of it, and tears the connection down. */
    const putAndCut = (who: SignedIn, whole: Uint8Array, send: number) =>
      new Promise<void>((resolve) => {
        const { hostname, port } = new URL(node.url);
        const sending = httpRequest({
          hostname,
          port,
          path: blobUrl(nameOf(whole)),
          method: 'PUT',
          headers: { authorization: who.authorization, 'content-length': whole.length, 'content-type': 'image/jpeg' },
        });
        sending.on('error', () => resolve());
        sending.write(whole.subarray(0, send), () => setImmediate(() => sending.destroy(new Error('cut'))));
      });
    const eventually = async <T>(read: () => Promise<T>, holds: (value: T) => boolean): Promise<T> => {
      const until = Date.now() + 15_000;
      let value = await read();
      while (!holds(value) && Date.now() < until) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        value = await read();
      }
      return value;
    };

    test('[BLOB-1] is brought once, kept with its media type, and harmlessly brought again', async () => {
      const bytes = photo(300_000);
      const sha256 = nameOf(bytes);
      expect(await held(driver, sha256)).toEqual({ status: 404, offset: 0 });
      const first = await put(driver, sha256, bytes, { 'content-type': 'Image/PNG; name=x' });
      expect([first.status, first.offset]).toEqual([201, bytes.length]);
      expect(first.body).toEqual({ sha256, upload_offset: bytes.length, complete: true });
      expect((await put(driver, sha256, bytes)).status).toBe(200);
      expect(await held(driver, sha256)).toEqual({ status: 200, offset: bytes.length });
      const head = await call('HEAD', driver, sha256);
      expect([head.headers.get('content-length'), head.headers.get('content-type')]).toEqual(['300000', 'image/png']);
      const given = await call('GET', driver, sha256);
      expect([given.status, given.headers.get('content-type'), nameOf(given.bytes)]).toEqual([
        200,
        'image/png',
        sha256,
      ]);
    });

    test('[BLOB-1] only 64 lower-case hex digits are a name: no path, no other spelling', async () => {
      const sha256 = nameOf(photo(10));
      const tricks = [
        sha256.toUpperCase(),
        sha256.slice(1),
        `${sha256}0`,
        `${sha256.slice(0, -1)}g`,
        `%2e%2e%2f${sha256.slice(9)}`,
        '..%2f..%2fhub.sqlite',
        `..%5c${sha256}`,
        `${sha256}%00`,
        `${sha256}%2fx`,
        '%252e%252e%252fhub.sqlite',
      ];
      for (const trick of tricks) {
        for (const method of ['PUT', 'GET'] as const) {
          const answer = await call(method, driver, trick, method === 'PUT' ? photo(10) : undefined);
          expect([400, 404], `${method} ${trick}`).toContain(answer.status);
          expect(['INVALID_REQUEST', 'NOT_FOUND']).toContain(answer.body.code);
        }
      }
    });

    test('[BLOB-2] [LESSON-13] goes on where it was cut, piece by piece, and never from zero', async () => {
      const bytes = photo(900_001);
      const sha256 = nameOf(bytes);
      const first = await putRange(driver, bytes, 0, 400_000);
      expect([first.status, first.offset, first.body.complete]).toEqual([202, 400_000, false]);
      expect(await held(driver, sha256)).toEqual({ status: 204, offset: 400_000 });
      // A piece whose answer was lost is sent again, and one that overlaps what is here.
      expect((await putRange(driver, bytes, 0, 400_000)).offset).toBe(400_000);
      expect((await putRange(driver, bytes, 300_000, 500_000)).offset).toBe(500_000);
      const gap = await putRange(driver, bytes, 600_000, 700_000);
      expect([gap.status, gap.offset, gap.body.code]).toEqual([409, 500_000, 'CONFLICT']);
      expect((await call('GET', driver, sha256)).status).toBe(404);
      const last = await putRange(driver, bytes, 500_000, bytes.length);
      expect([last.status, last.body.complete]).toEqual([201, true]);
      expect(nameOf((await call('GET', driver, sha256)).bytes)).toBe(sha256);
    });

    test('[BLOB-2] [LESSON-13] what had come before the connection broke is kept', async () => {
      const bytes = photo(2_000_000);
      const sha256 = nameOf(bytes);
      await putAndCut(driver, bytes, 1_500_000);
      const { status, offset } = await eventually(
        () => held(driver, sha256),
        (at) => (at.offset ?? 0) > 0,
      );
      expect(status).toBe(204);
      expect(offset).toBeGreaterThan(LIMITS.blobPieceBytes);
      // A piece may still be on its way to the disk: whoever goes on too early is told where to.
      let from = offset ?? 0;
      let answer = await putRange(driver, bytes, from, bytes.length);
      while (answer.status === 409) {
        from = answer.offset ?? 0;
        answer = await putRange(driver, bytes, from, bytes.length);
      }
      expect([answer.status, answer.body.complete]).toEqual([201, true]);
    });

    test('[BLOB-3] content that is not what its name says is refused and forgotten', async () => {
      const bytes = photo(50_000);
      const sha256 = nameOf(bytes);
      const wrong = await put(driver, sha256, photo(50_000));
      expect([wrong.status, wrong.body.code]).toEqual([422, 'HASH_MISMATCH']);
      expect(await held(driver, sha256)).toEqual({ status: 404, offset: 0 });
      expect((await call('GET', driver, sha256)).status).toBe(404);
      await putRange(driver, photo(50_000), 0, 10);
      const half = photo(20_000);
      await put(driver, sha256, half, { 'content-range': `bytes 0-19999/${bytes.length}` });
      expect((await putRange(driver, bytes, 20_000, bytes.length)).status).toBe(422);
      expect((await putRange(driver, bytes, 0, bytes.length)).status).toBe(201);
    });

    test('[BLOB-3] a whole blob without a range begins anew, whatever was half sent', async () => {
      const bytes = photo(40_000);
      await put(driver, nameOf(bytes), photo(10_000), { 'content-range': `bytes 0-9999/${bytes.length}` });
      expect((await put(driver, nameOf(bytes), bytes)).status).toBe(201);
    });

    test('[BLOB-4] 8 MiB and no more, announced or not', async () => {
      const most = photo(LIMITS.blobBytes);
      expect((await put(driver, nameOf(most), most)).status).toBe(201);
      expect(nameOf((await call('GET', driver, nameOf(most))).bytes)).toBe(nameOf(most));
      const more = photo(LIMITS.blobBytes + 1);
      const refused = [413, 'BLOB_TOO_LARGE'];
      const announced = await put(driver, nameOf(more), more);
      expect([announced.status, announced.body.code]).toEqual(refused);
      const ranged = await putRange(driver, more, 0, 10);
      expect([ranged.status, ranged.body.code]).toEqual(refused);
      const unannounced = await call('PUT', driver, nameOf(more), new Blob([more]).stream());
      expect([unannounced.status, unannounced.body.code]).toEqual(refused);
    });

    test('[BLOB-4] a body without a length is taken when it ends', async () => {
      const bytes = photo(600_000);
      const answer = await call('PUT', driver, nameOf(bytes), new Blob([bytes]).stream());
      expect([answer.status, answer.body?.complete]).toEqual([201, true]);
    });

    test('[BLOB-4] headers that contradict each other or the body are refused', async () => {
      const bytes = photo(100);
      const sha256 = nameOf(bytes);
      for (const range of ['bytes 0-99/*', 'bytes 5-4/100', 'bytes 0-100/100', 'items 0-99/100', 'bytes 0-50/100']) {
        const answer = await put(driver, sha256, bytes, { 'content-range': range });
        expect([answer.status, answer.body.code], range).toEqual([400, 'INVALID_REQUEST']);
      }
      const empty = await put(driver, nameOf(new Uint8Array()), new Uint8Array());
      expect([empty.status, empty.body.code]).toEqual([400, 'INVALID_REQUEST']);
      const packed = await put(driver, sha256, bytes, { 'content-encoding': 'gzip' });
      expect([packed.status, packed.body.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
      expect(await held(driver, sha256)).toEqual({ status: 404, offset: 0 });
    });

    test('[BLOB-5] what another has half sent is not gone on with', async () => {
      const bytes = photo(60_000);
      const sha256 = nameOf(bytes);
      await put(other, sha256, photo(30_000), { 'content-range': `bytes 0-29999/${bytes.length}` });
      expect(await held(driver, sha256)).toEqual({ status: 404, offset: 0 });
      expect((await putRange(driver, bytes, 0, 30_000)).offset).toBe(30_000);
      expect((await putRange(driver, bytes, 30_000, bytes.length)).status).toBe(201);
      expect(await held(other, sha256)).toEqual({ status: 200, offset: bytes.length });
    });

    test('[BLOB-5] the same blob by two devices at once, and twice by each, is one blob and both have it', async () => {
      const bytes = photo(700_000);
      const sha256 = nameOf(bytes);
      const answers = await Promise.all([driver, other, driver, other].map((who) => put(who, sha256, bytes)));
      const statuses = answers.map(({ status }) => status);
      // Two uploads of one device may get in each other's way; one of each always comes through.
      expect(
        statuses.every((status) => [200, 201, 409].includes(status)),
        statuses.join(),
      ).toBe(true);
      for (const who of [driver, other]) {
        expect([200, 201]).toContain((await put(who, sha256, bytes)).status);
        expect(nameOf((await call('GET', who, sha256)).bytes)).toBe(sha256);
      }
    });

    test('[BLOB-6] is given to whom it concerns, and to nobody else', async () => {
      const bytes = photo(5_000);
      const sha256 = nameOf(bytes);
      expect((await put(driver, sha256, bytes)).status).toBe(201);
      expect((await call('GET', other, sha256)).status).toBe(404);
      expect((await call('HEAD', other, sha256)).status).toBe(200);
      const second = await node.signIn('driver1.alger');
      expect((await call('GET', second, sha256)).status).toBe(404);
      expect((await naming(driver, sha256)).status).toBe(200);
      expect(nameOf((await call('GET', second, sha256)).bytes)).toBe(sha256);
      expect((await call('GET', other, sha256)).status).toBe(404);
      const admin = await node.signIn('admin');
      expect((await call('GET', admin, sha256)).status).toBe(200);
    });

    test('[BLOB-13] of photos that no event names a device brings so many and no more; one that an event names is taken', async () => {
      const guest = await node.signIn('driver1.alger');
      const begin = (bytes: Uint8Array<ArrayBuffer>) =>
        put(guest, nameOf(bytes), bytes.subarray(0, 1) as Uint8Array<ArrayBuffer>, {
          'content-range': `bytes 0-0/${LIMITS.blobBytes}`,
        });
      const statuses: number[] = [];
      for (let n = 0; n < LIMITS.unnamedBlobBytes / LIMITS.blobBytes; n += 1)
        statuses.push((await begin(photo(40))).status);
      expect(new Set(statuses)).toEqual(new Set([202]));
      const wanted = photo(40);
      const refused = await put(guest, nameOf(wanted), wanted);
      expect([refused.status, refused.body.code]).toEqual([409, 'CONFLICT']);
      expect(refused.offset).toBeNull();
      expect(await held(guest, nameOf(wanted))).toEqual({ status: 404, offset: 0 });
      // What it has begun it goes on with, and others have places of their own.
      expect((await put(driver, nameOf(wanted), wanted)).status).toBe(201);
      const named = photo(50);
      expect((await naming(guest, nameOf(named))).status).toBe(200);
      expect((await put(guest, nameOf(named), named)).status).toBe(201);
    });

    test('[BLOB-6] a page that pretends to be a photo runs nowhere', async () => {
      const bytes = new TextEncoder().encode(`<script>alert(${Math.random()})</script>`);
      expect((await put(driver, nameOf(bytes), bytes, { 'content-type': 'text/html' })).status).toBe(201);
      const given = await call('GET', driver, nameOf(bytes));
      expect(given.headers.get('content-security-policy')).toContain('sandbox');
      expect(given.headers.get('x-content-type-options')).toBe('nosniff');
      const odd = photo(10);
      expect((await put(driver, nameOf(odd), odd, { 'content-type': 'not a type' })).status).toBe(415);
    });

    test('[BLOB-6] nobody without a token brings or asks anything', async () => {
      const bytes = photo(10);
      expect((await call('PUT', null, nameOf(bytes), bytes)).status).toBe(401);
      expect((await call('HEAD', null, nameOf(bytes))).status).toBe(401);
      expect((await call('GET', null, nameOf(bytes))).status).toBe(401);
    });
  });
}
