import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { TOKEN_TYPES } from '#shared/contract/identity.ts';
import { fetchTransport, type Transport } from '#shared/ports/transport.ts';
import { eventually } from '../start-world.ts';
import { fail, type LockWorld, openLockWorld, queued, signIn } from './lock-world.ts';
import { newPhoneFile } from './phone-file.ts';

/** The keys that seal what a phone holds, and whose sign-in brings them back, against a real hub and a real server. */
let world: LockWorld;

beforeAll(async () => {
  world = await openLockWorld();
});
afterEach(() => world.closePhones());
afterAll(() => world?.close());

test('[SAFE-8] a secret that a hub signed itself is not taken for the server’s, and the true one goes on opening', async () => {
  const file = await newPhoneFile();
  const pair = await generateKeyPair('ES256', { extractable: true });
  const jwks = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'own', alg: 'ES256' }] };
  let isLying = false;
  const lying: Transport = {
    async request(request) {
      const answer = await fetchTransport.request(request);
      if (!isLying || answer.kind !== 'answer') return answer;
      if (request.url.endsWith('/jwks.json')) return { ...answer, body: jwks };
      if (!request.url.endsWith('/api/auth/login')) return answer;
      const { device } = answer.body as { device: { id: string } };
      const phone_secret = await new SignJWT({ device_id: device.id, secret: 'A'.repeat(43) })
        .setProtectedHeader({ alg: 'ES256', kid: 'own', typ: TOKEN_TYPES.phoneSecret })
        .setIssuedAt()
        .sign(pair.privateKey);
      return { ...answer, body: { ...(answer.body as object), phone_secret } };
    },
  };
  const { phone, api } = await world.start(file, { transport: lying });
  await signIn(api, 'driver1.alger');
  isLying = true;
  await signIn(api, 'driver1.alger');
  world.isInValley = true;
  await fail(api);
  await api.signOut();
  await phone.close();
  world.isInValley = false;
  const { api: next } = await world.start(file);
  expect(await signIn(next, 'driver1.alger')).toEqual({ kind: 'signed_in' });
  expect((await next.outbox(100)).items).toHaveLength(1);
});

test('[SAFE-12] a phone whose keys were thrown away and whose data were not is another device, and shows what it can open', async () => {
  const file = await newPhoneFile();
  const first = await world.start(file);
  await signIn(first.api, 'driver1.alger');
  await eventually(
    () => first.api.clients(),
    (clients) => clients.length > 0,
    'the first snapshot',
  );
  world.isInValley = true;
  await fail(first.api);
  await first.phone.close();
  world.isInValley = false;
  const { api } = await world.start({ ...(await newPhoneFile()), sql: file.sql });
  expect(await signIn(api, 'driver1.alger')).toEqual({ kind: 'signed_in' });
  await eventually(
    () => api.clients(),
    (clients) => clients.length > 0,
    'a new snapshot',
  );
  expect(await api.tour('2026-11-22')).toEqual([]);
  expect((await api.outbox(100)).items).toHaveLength(1);
  await fail(api);
  expect((await api.outbox(100)).items).not.toEqual([]);
});

test('[SAFE-4] tokens and names beside the data are sealed; no key of theirs can be exported', async () => {
  const file = await newPhoneFile();
  const { api } = await world.start(file);
  await signIn(api, 'driver1.alger');
  const session = (await file.vault.session())!;
  for (const name of ['session', 'safe'] as const) {
    const stored = (await file.keyValues.get<Uint8Array>(name))!;
    expect(stored).toBeInstanceOf(Uint8Array);
    const text = Buffer.from(stored).toString('latin1');
    for (const secret of [session.access_token, session.refresh_token, session.user.username]) {
      expect(text).not.toContain(secret.slice(0, 12));
    }
  }
  const wrapping = (await file.keyValues.get<CryptoKey>('wrapping_key'))!;
  expect(wrapping.extractable).toBe(false);
  await expect(crypto.subtle.exportKey('raw', wrapping)).rejects.toThrow();
  const { keys } = (await file.vault.device())!;
  await expect(crypto.subtle.exportKey('jwk', keys.privateKey)).rejects.toThrow();
});

test('[SAFE-4] a session that an app of before left in clear is sealed at the next start', async () => {
  const file = await newPhoneFile();
  const first = await world.start(file);
  await signIn(first.api, 'driver1.alger');
  await file.keyValues.put('session', await file.vault.session());
  await first.phone.close();
  const { api } = await world.start(file);
  expect(await api.session()).toMatchObject({ user: { username: 'driver1.alger' } });
  expect(await file.keyValues.get('session')).toBeInstanceOf(Uint8Array);
});

test('[SAFE-11] after signing out, nothing opens what was kept but the same person’s sign-in', async () => {
  const file = await newPhoneFile();
  const first = await world.start(file);
  await signIn(first.api, 'driver1.alger');
  world.isInValley = true;
  await fail(first.api);
  await first.api.signOut();
  await first.phone.close();
  world.isInValley = false;
  const { phone, api } = await world.start(file);
  expect(await api.session()).toBeNull();
  expect(() => file.sql.all(`SELECT open(body, 'event.body', id) FROM sync_queue`)).toThrow(/locked/);
  expect(await signIn(api, 'driver2.alger')).toMatchObject({ kind: 'refused', code: 'DEVICE_CONFLICT' });
  expect(queued(file)).toBe(1);
  expect(await signIn(api, 'driver1.alger')).toEqual({ kind: 'signed_in' });
  await eventually(
    () => queued(file),
    (count) => count === 0,
    'what was recorded reaches HQ',
  );
  // With nothing left to hand in, the next person begins with a key of their own.
  await api.signOut();
  await phone.close();
  const { api: next } = await world.start(file);
  expect(await signIn(next, 'driver2.alger')).toEqual({ kind: 'signed_in' });
  await eventually(
    () => next.clients(),
    (clients) => clients.length > 0,
    'the next person’s own data',
  );
  expect((await next.outbox(100)).items).toEqual([]);
});
