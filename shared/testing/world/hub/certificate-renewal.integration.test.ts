import { X509Certificate } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { RunningHub } from '#hub/open-hub.ts';
import { prepareNext, switchToNext } from '#server/ca/rotate.ts';
import { serverCertificate } from '#server/ca/server-certificate.ts';
import type { DesktopOverview } from '#shared/contract/desktop.ts';
import { DAY_MS } from '#shared/contract/durations.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { fingerprintOf } from '#shared/node-app/certificates.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { silentLog } from '#shared/ports/log.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { handshake } from '../../handshake.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { call } from '../start-world.ts';
import { type HubOptions, type SecureWorld, startSecureWorld } from './secure-world.ts';

/**
 * A hub and its HQ through the weeks, over real TLS. Their clocks begin two months ago: what they issue on the way is
 * good by the machine's own clock as well, which is what judges a handshake.
 */
let behind = 60 * DAY_MS;
const clock = { ...systemClock, now: () => Date.now() - behind };
let database: TestDatabase;
let world: SecureWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startSecureWorld(database.url, clock);
});
afterAll(async () => {
  await world?.close();
  await database?.drop();
});

async function start(options: Omit<HubOptions, 'dataDir'> = {}): Promise<RunningHub> {
  behind = 60 * DAY_MS;
  const hub = await world.hub({ dataDir: await world.folder(), ...options });
  if (!hub.ok) throw new Error(hub.error);
  return hub.value;
}

/** What a phone that trusts these roots is shown when it connects now. */
async function shown(hub: RunningHub, ca: string[]): Promise<X509Certificate> {
  const outcome = await handshake(hub.url, { ca, name: 'manchengo.local' });
  if ('refused' in outcome) throw new Error(outcome.refused);
  return outcome.certificate;
}

/** To that day of a certificate's life. */
const goToDay = (day: number, { validFromDate }: X509Certificate) => {
  behind = Date.now() - (validFromDate.getTime() + day * DAY_MS);
};

async function overviewOf({ desktopUrl }: RunningHub): Promise<DesktopOverview> {
  const { origin, searchParams } = new URL(desktopUrl);
  const authorization = `Bearer ${searchParams.get('token')}`;
  return (await call(origin, 'GET', '/api/desktop/overview', { authorization })).body;
}

async function withoutTheKey(act: () => Promise<void>): Promise<void> {
  const file = world.ca.folder.at('rootKey');
  renameSync(file, `${file}.away`);
  await act().finally(() => renameSync(`${file}.away`, file));
}

describe('a hub that cannot open', () => {
  test.each(['MANCHENGO_PAIRING_PORT', 'MANCHENGO_DESKTOP_PORT'])(
    '[NODE-13] where the port of %s is taken, nothing that had begun goes on: no timer, no port, no lock',
    async (setting) => {
      const other = createServer();
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      const { port } = other.address() as AddressInfo;
      const dataDir = await world.folder();
      vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
      try {
        const refused = await world.hub({ dataDir, env: { [setting]: String(port) } });
        expect(refused).toEqual({ ok: false, error: expect.stringContaining(String(port)) });
        expect(vi.getTimerCount()).toBe(0);
      } finally {
        vi.useRealTimers();
        await new Promise((resolve) => other.close(resolve));
      }
      const opened = await world.hub({ dataDir, env: { [setting]: String(port) } });
      expect(opened.ok, 'the same folder, once the port is free').toBe(true);
    },
  );
});

describe('the pairing code', () => {
  test('[TLS-12] carries the fingerprint of the very CA that the page gives; none where the certificate is the operator’s own', async () => {
    const hub = await start();
    const given = await (await fetch(`${hub.trustUrl}/manchengo-ca.crt`)).arrayBuffer();
    const { pairing, trust_page } = await overviewOf(hub);
    expect(pairing.ca).toBe(fingerprintOf(new X509Certificate(Buffer.from(given)).toString()));
    expect([pairing.ca, trust_page?.fingerprint]).toEqual([await world.ca.fingerprint(), await world.ca.fingerprint()]);

    const folder = await world.folder();
    const own = await serverCertificate({
      ca: world.ca,
      dataDir: folder,
      clock,
      log: silentLog,
      files: null,
      hosts: ['127.0.0.1'],
    });
    if (!own.ok) throw new Error(own.error);
    const files = { MANCHENGO_TLS_CERT: join(folder, 'own.pem'), MANCHENGO_TLS_KEY: join(folder, 'own-key.pem') };
    writeFileSync(files.MANCHENGO_TLS_CERT, own.value.certificate);
    writeFileSync(files.MANCHENGO_TLS_KEY, own.value.key);
    const other = await overviewOf(await start({ env: files }));
    expect([other.pairing.ca, other.trust_page]).toEqual([null, null]);
  });
});

describe('a hub’s certificate through the weeks', () => {
  test('[TLS-10] on day 29 it stays; on day 30 the next connection is shown a new one, without a restart, and HQ knows its end', async () => {
    const hub = await start();
    const roots = await world.ca.roots();
    const first = await shown(hub, roots);
    const phone = connectHttp2(hub.url, { ca: roots });
    goToDay(LIMITS.certificateRenewDays - 1, first);
    await hub.certificate?.look();
    expect((await shown(hub, roots)).serialNumber).toBe(first.serialNumber);
    goToDay(LIMITS.certificateRenewDays, first);
    await hub.certificate?.look();
    const second = await shown(hub, roots);
    expect(second.serialNumber).not.toBe(first.serialNumber);
    const status = await new Promise((resolve) =>
      phone.request({ ':path': '/api/node' }).once('response', (headers) => resolve(headers[':status'])),
    );
    phone.destroy();
    expect(status, 'who is connected already goes on').toBe(200);
    const { rows } = await world.server.deps.database.query('SELECT certificate_expires_at FROM hubs WHERE id = $1', [
      hub.identity.hub_id,
    ]);
    expect(rows[0].certificate_expires_at).toBe(second.validToDate.toISOString());
    expect((await overviewOf(hub)).certificate).toEqual({
      expires_at: second.validToDate.toISOString(),
      health: 'good',
    });
  });

  test('[TLS-10] a hub that was off while its certificate grew old asks when it starts, without being waited for', async () => {
    const dataDir = await world.folder();
    behind = 60 * DAY_MS;
    const earlier = await world.hub({ dataDir });
    if (!earlier.ok) throw new Error(earlier.error);
    const roots = await world.ca.roots();
    const first = await shown(earlier.value, roots);
    await earlier.value.close();
    goToDay(LIMITS.certificateRenewDays + 5, first);
    const again = await world.hub({ dataDir });
    if (!again.ok) throw new Error(again.error);
    await expect.poll(async () => (await shown(again.value, roots)).serialNumber).not.toBe(first.serialNumber);
  });

  test('[TLS-16] while HQ cannot sign, the hub serves with the old one, and takes the new one once HQ can', async () => {
    const hub = await start();
    const roots = await world.ca.roots();
    const first = await shown(hub, roots);
    goToDay(LIMITS.certificateRenewDays, first);
    await withoutTheKey(async () => {
      await hub.certificate?.look();
      expect((await shown(hub, roots)).serialNumber).toBe(first.serialNumber);
    });
    await hub.certificate?.look();
    expect((await shown(hub, roots)).serialNumber).not.toBe(first.serialNumber);
  });

  test('[TLS-16] one that ends soon, or has ended, is told on the depot’s screen', async () => {
    let ahead = 0;
    const own = { ...clock, now: () => clock.now() + ahead };
    const hub = await start({ clock: own });
    const end = hub.certificate?.expiresAt() ?? 0;
    const healthAt = async (time: number) => {
      ahead += time - own.now();
      return (await overviewOf(hub)).certificate?.health;
    };
    expect(await healthAt(end - (LIMITS.certificateWarningDays + 1) * DAY_MS)).toBe('good');
    expect(await healthAt(end - LIMITS.certificateWarningDays * DAY_MS)).toBe('ending');
    expect(await healthAt(end + 1)).toBe('expired');
  });

  test('[TLS-6] a hub’s next renewal brings the next root to its pairing page; after the switch, phones that know either root are at home', async () => {
    const hub = await start();
    const deps = { dataDir: join(world.ca.folder.at('root'), '../../..'), clock, random: systemRandom, domains: [] };
    const [old = ''] = await world.ca.roots();
    const next = await prepareNext(world.ca, deps);
    const first = await shown(hub, [old]);
    goToDay(LIMITS.certificateRenewDays, first);
    await hub.certificate?.look();
    const offered = new X509Certificate(
      Buffer.from(await (await fetch(`${hub.trustUrl}/manchengo-ca-2.crt`)).arrayBuffer()),
    );
    expect(fingerprintOf(offered.toString())).toBe(next.ok && next.value);
    expect((await overviewOf(hub)).pairing.ca, 'the root that signs now').toBe(fingerprintOf(old));

    await switchToNext(world.ca, deps);
    goToDay(2 * LIMITS.certificateRenewDays, first);
    await hub.certificate?.look();
    const [root = ''] = await world.ca.roots();
    const ofNext = await shown(hub, [root]);
    expect(ofNext.checkIssued(new X509Certificate(root))).toBe(true);
    expect((await shown(hub, [old])).serialNumber, 'a phone that was not touched').toBe(ofNext.serialNumber);
    expect((await overviewOf(hub)).pairing.ca).toBe(fingerprintOf(root));
  });
});
