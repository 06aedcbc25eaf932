import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hubHost } from '#shared/domain/hub-host.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { silentLog } from '#shared/ports/log.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { companyCa } from './company-ca.ts';
import { prepareNext, switchToNext } from './rotate.ts';
import { serverCertificate } from './server-certificate.ts';

/** The company CA's certificates, judged by other people's verifiers: GnuTLS and OpenSSL, each as strict as it can be. */
const hasGnutls = spawnSync('certtool', ['--version']).error === undefined;
const hasOpenssl = spawnSync('openssl', ['version']).error === undefined;

const folder = mkdtempSync(join(tmpdir(), 'manchengo-verifiers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const HUB = hubHost('3f9a0c1d-0000-4000-8000-000000000000');
const LONG = `${'a-long-name-'.repeat(5)}.${'b'.repeat(40)}.local`;

/** Each certificate that a company's nodes show, with a name or an address by which its node is called. */
async function shownCertificates() {
  const deps = { dataDir: mkdtempSync(join(folder, 'ca-')), clock: systemClock, random: systemRandom, domains: [] };
  const ca = companyCa(deps);
  const ofServer = async (...hosts: string[]) => {
    const dataDir = mkdtempSync(join(folder, 'server-'));
    const made = await serverCertificate({ ca, dataDir, clock: systemClock, log: silentLog, files: null, hosts });
    if (!made.ok) throw new Error(made.error);
    return { chain: made.value.certificate, hosts };
  };
  const ofHub = async (addresses: string[]) => {
    const names = [HUB, 'manchengo.local'];
    const made = await ca.issue({ publicKey, names, addresses });
    if (!made.ok) throw new Error(made.error);
    return { chain: made.value.certificate, hosts: [...names, ...addresses] };
  };
  const all = async () => [
    await ofServer('127.0.0.1', '192.168.1.5'),
    await ofServer('hq.local', '127.0.0.1'),
    await ofServer(LONG),
    await ofHub(['192.168.1.10', 'fd00::10']),
    await ofHub([]),
  ];
  const [old = ''] = await ca.roots();
  const before = await all();
  await prepareNext(ca, deps);
  const switched = await switchToNext(ca, deps);
  if (!switched.ok) throw new Error(switched.error);
  const [next = ''] = await ca.roots();
  const after = await all();
  return [
    ...before.map((shown) => ({ ...shown, root: old })),
    ...after.flatMap((shown) => [old, next].map((root) => ({ ...shown, root }))),
  ];
}

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

let shown: Awaited<ReturnType<typeof shownCertificates>>;
beforeAll(async () => {
  shown = await shownCertificates();
});
/** The first and the last that it is called by: a name and an address, where it has both. */
const ends = (hosts: string[]): Set<string> => new Set([hosts[0] ?? '', hosts.at(-1) ?? '']);

describe('other people’s verifiers', () => {
  test.skipIf(!hasGnutls)(
    '[TLS-20] GnuTLS takes the server’s and hubs’ certificates, before and after a change of the CA',
    { timeout: 60_000 },
    () => {
      for (const { chain, hosts, root } of shown) {
        for (const host of ends(hosts)) {
          const asked = ['--verify', '--verify-purpose', '1.3.6.1.5.5.7.3.1', '--verify-hostname', host];
          const files = ['--load-ca-certificate', file('root.pem', root), '--infile', file('chain.pem', chain)];
          const { stdout, stderr } = spawnSync('certtool', [...asked, ...files], { encoding: 'utf8' });
          expect(`${stdout}${stderr}`, `${host} in ${hosts.join(', ')}`).toContain('The certificate is trusted.');
        }
      }
    },
  );

  test.skipIf(!hasOpenssl)('[TLS-20] OpenSSL takes them at its strictest', () => {
    for (const { chain, hosts, root } of shown) {
      for (const host of ends(hosts)) {
        const how = /^[\d.]+$|:/.test(host) ? '-verify_ip' : '-verify_hostname';
        const strict = ['verify', '-x509_strict', '-purpose', 'sslserver', how, host];
        const files = ['-CAfile', file('ca.pem', root), '-untrusted', file('all.pem', chain), file('leaf.pem', chain)];
        expect(execFileSync('openssl', [...strict, ...files], { encoding: 'utf8' })).toContain('OK');
      }
    }
  });

  test('[TLS-20] a certificate is called by one of its own names, or by none where it has addresses only or long names', () => {
    const subjects = shown.slice(0, 5).map(({ chain }) => new X509Certificate(chain).subject);
    expect(subjects).toEqual([undefined, 'CN=hq.local', undefined, `CN=${HUB}`, `CN=${HUB}`]);
  });
});
