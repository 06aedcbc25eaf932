import { createHash } from 'node:crypto';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { expect } from 'vitest';
import { TOKEN_TYPES } from '#shared/contract/identity.ts';
import { type TestDevice, testIds } from '../test-device.ts';
import { type Answer, type Attacker, audit, post, type Target } from './adversary.ts';
import type { Check } from './checks.ts';

/** A node at which a device turns up after HQ has revoked it. */
export interface RevocationTarget extends Target {
  /** A new device of a demo user, signed in. */
  signIn(username: string): Promise<Attacker>;
  /** HQ revokes a device; resolves when this node has heard of it. */
  revoke(deviceId: string): Promise<void>;
}

export const REASON = 'lost on the road';

const failedDelivery = (device: TestDevice, photo: string) =>
  device.say({
    entity_type: 'DELIVERY',
    entity_id: testIds.uuid(),
    action: 'DELIVERY_FAILED',
    payload: { reason: 'OTHER', photo_blobs: [photo] },
  });

/** The answer is the refusal with an order to this very device that the server's keys vouch for. */
export async function expectOrder(target: Target, device: TestDevice, { status, body }: Answer): Promise<void> {
  expect([status, body.code, body.wipe], JSON.stringify(body)).toEqual([403, 'DEVICE_REVOKED', true]);
  const jwks = (await (await fetch(`${target.url}/.well-known/jwks.json`)).json()) as JSONWebKeySet;
  const { payload } = await jwtVerify(body.wipe_order, createLocalJWKSet(jwks), { typ: TOKEN_TYPES.wipeOrder });
  expect(payload).toMatchObject({ device_id: device.id, reason: REASON, iat: expect.any(Number) });
}

async function ask(
  target: Target,
  authorization: string,
  method: string,
  path: string,
  body?: Uint8Array<ArrayBuffer>,
) {
  const answer = await fetch(target.url + path, { method, headers: { authorization }, ...(body ? { body } : {}) });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? {} : JSON.parse(text) };
}

/** What stands in a device's stream of news until it ends; the end of one that does not is a failure of its test. */
async function openNews(target: Target, authorization: string): Promise<{ opened: string; ended: Promise<boolean> }> {
  const answer = await fetch(`${target.url}/api/sync/stream`, {
    headers: { authorization, accept: 'text/event-stream' },
  });
  const chunks = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  const opened = (await chunks?.read())?.value ?? '';
  const toItsEnd = async () => {
    while ((await chunks?.read())?.done === false);
    return true;
  };
  return { opened, ended: toItsEnd() };
}

/** What every node does with a revoked device, hub and server alike. */
export const revocationChecks: Check<RevocationTarget>[] = [
  {
    name: '[WIPE-1] every call of a revoked device is answered with its signed order, whatever the token’s age',
    async run(target) {
      const { device, authorization } = await target.signIn('driver1.alger');
      await target.revoke(device.id);
      const claims = JSON.parse(Buffer.from(authorization.split('.')[1] ?? '', 'base64url').toString());
      const year = 365 * 24 * 3600;
      const old = { ...claims, iat: claims.iat - year, exp: claims.exp - year };
      const tokens = [authorization, `Bearer ${await target.sign(TOKEN_TYPES.access, old)}`];
      for (const token of tokens) {
        await expectOrder(target, device, await post(target, token, device.pushBody([])));
        for (const path of ['pull', 'bootstrap', 'status', `blobs/${'0'.repeat(64)}`]) {
          await expectOrder(target, device, await ask(target, token, 'GET', `/api/sync/${path}`));
        }
      }
      const forged = `${authorization.slice(0, -6)}AAAAAA`;
      const answer = await post(target, forged, device.pushBody([audit(device)]));
      expect([answer.status, answer.body.code, answer.body.wipe_order]).toEqual([401, 'TOKEN_INVALID', undefined]);
    },
  },
  {
    name: '[NEWS-2] the stream of news that it had open ends, and none opens any more; its neighbour’s goes on',
    async run(target) {
      const { device, authorization } = await target.signIn('driver1.alger');
      const other = await target.signIn('clerk.alger');
      const [its, neighbours] = await Promise.all(
        [authorization, other.authorization].map((token) => openNews(target, token)),
      );
      expect([its?.opened, neighbours?.opened]).toEqual([
        expect.stringContaining('opened'),
        expect.stringContaining('opened'),
      ]);
      await target.revoke(device.id);
      expect(await Promise.race([its?.ended, neighbours?.ended.then(() => 'the neighbour’s')])).toBe(true);
      await expectOrder(target, device, await ask(target, authorization, 'GET', '/api/sync/stream'));
    },
  },
  {
    name: '[WIPE-2] its push is taken into custody, event by event, and says what is safe',
    async run(target) {
      const who = await target.signIn('driver2.alger');
      const { device, authorization } = who;
      const before = audit(device, 'before');
      await post(target, authorization, device.pushBody([before]));
      await target.revoke(device.id);
      const [first, second, third] = [audit(device, 1), audit(device, 2), audit(device, 3)];
      const mangled = { ...second, payload: { n: 'mangled on the way' } };
      const unsigned = { ...audit(device, 4), signature: 'AAAA' };
      const body = device.pushBody([before, first, mangled, third, unsigned, { id: 42 }]);
      const answer = await post(target, authorization, body);
      await expectOrder(target, device, answer);
      const safe = [before.id, first.id, third.id];
      expect(new Set(answer.body.quarantined_event_ids)).toEqual(new Set(safe));
      expect(new Set(answer.body.refused_event_ids)).toEqual(new Set([mangled.id, unsigned.id, '42']));
      for (const event of [before, first, third]) {
        expect(JSON.parse((await target.storedText(event.id)) ?? 'null')).toEqual(event);
      }
      expect(await target.storedText(mangled.id)).toBeNull();
      // The true event is taken after its mangled copy, and what is known is named again.
      const again = await post(target, authorization, device.pushBody([first, second]));
      expect(new Set(again.body.quarantined_event_ids)).toEqual(new Set([first.id, second.id]));
      expect(again.body.refused_event_ids).toEqual([]);
    },
  },
  {
    name: '[WIPE-2] a push that is none, or another device’s, hands in nothing',
    async run(target) {
      const { device, authorization } = await target.signIn('driver1.alger');
      const other = await target.signIn('driver2.alger');
      await target.revoke(device.id);
      const foreign = audit(other.device);
      const named = device.pushBody([foreign]);
      for (const body of ['[]', '{"events":{}}', other.device.pushBody([foreign]), named]) {
        const answer = await post(target, authorization, body);
        await expectOrder(target, device, answer);
        expect(answer.body.quarantined_event_ids).toEqual([]);
      }
      expect(await target.storedText(foreign.id)).toBeNull();
    },
  },
  {
    name: '[WIPE-4] the photos that its events in custody name may still be brought, and no others',
    async run(target) {
      const { device, authorization } = await target.signIn('driver1.alger');
      const photo = new Uint8Array(Buffer.from(`a photo ${testIds.uuid()}`));
      const name = createHash('sha256').update(photo).digest('hex');
      await target.revoke(device.id);
      const path = `/api/sync/blobs/${name}`;
      await expectOrder(target, device, await ask(target, authorization, 'PUT', path, photo));
      const event = failedDelivery(device, name);
      const pushed = await post(target, authorization, device.pushBody([event]));
      expect(pushed.body.quarantined_event_ids).toEqual([event.id]);
      expect((await ask(target, authorization, 'PUT', path, photo)).status).toBe(201);
      const held = await fetch(target.url + path, { method: 'HEAD', headers: { authorization } });
      expect([held.status, held.headers.get('upload-offset')]).toEqual([200, String(photo.length)]);
      await expectOrder(target, device, await ask(target, authorization, 'GET', path));
    },
  },
];
