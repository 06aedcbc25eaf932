import { createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { DAY_MS } from '#shared/contract/durations.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { fingerprintOf } from '#shared/node-app/certificates.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { present } from '#shared/testing/handshake.ts';
import { CA_FILES } from './ca-folder.ts';
import { type CompanyCa, companyCa, type Issued, type LeafRequest } from './company-ca.ts';
import { cryptoKey } from './ec-key.ts';
import { prepareNext, switchToNext } from './rotate.ts';
import { makeLeaf, parseCertificate } from './x509.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function newCa(domains: string[] = [], dataDir = newFolder()) {
  const deps = { dataDir, clock: systemClock, random: systemRandom, domains };
  return { ca: companyCa(deps), deps };
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'manchengo-ca-'));
  folders.push(folder);
  return folder;
}

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const key = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const request = (further: Partial<LeafRequest>): LeafRequest => ({
  publicKey: pair.publicKey,
  names: ['manchengo.local'],
  addresses: [],
  ...further,
});

async function issued(ca: CompanyCa, further: Partial<LeafRequest> = {}): Promise<Issued> {
  const made = await ca.issue(request(further));
  if (!made.ok) throw new Error(made.error);
  return made.value;
}

/** Signed by the root itself, as its thief would do: past every check of ours. */
async function forged(ca: CompanyCa, names: string[], addresses: string[]): Promise<string> {
  const [rootPem = ''] = await ca.roots();
  const leaf = await makeLeaf({
    root: parseCertificate(rootPem),
    signingKey: ca.folder.keyOf(rootPem) as CryptoKey,
    publicKey: cryptoKey(createPublicKey(key), ['verify']),
    names,
    addresses,
    period: { from: Date.now() - DAY_MS, until: Date.now() + DAY_MS },
    random: systemRandom,
  });
  return leaf.toString('pem');
}

describe('the company CA', () => {
  test('[TLS-1] its certificates are good for names under .local, the company’s own host, and private addresses', async () => {
    const { ca } = newCa(['hub.company.example']);
    const roots = await ca.roots();
    const names = ['manchengo.local', 'manchengo-3f9a0c1d.local', 'hub.company.example'];
    const { certificate } = await issued(ca, { names, addresses: ['127.0.0.1', '192.168.1.10', 'fd00::10'] });
    for (const name of names) {
      expect(await present({ certificate, key }, { ca: roots, name })).toMatchObject({ protocol: 'TLSv1.3' });
    }
    expect(await present({ certificate, key }, { ca: roots })).toMatchObject({ protocol: 'TLSv1.3' });
  });

  test('[TLS-1] whoever has its key can pretend to be nobody else: phones refuse any other name and address', async () => {
    const { ca } = newCa();
    const roots = await ca.roots();
    const bank = { certificate: await forged(ca, ['www.bank.example'], []), key };
    expect(await present(bank, { ca: roots, name: 'www.bank.example' })).toEqual({
      refused: 'permitted subtree violation',
    });
    const publicAddress = { certificate: await forged(ca, ['manchengo.local'], ['8.8.8.8']), key };
    expect(await present(publicAddress, { ca: roots, name: 'manchengo.local' })).toEqual({
      refused: 'permitted subtree violation',
    });
  });

  test('[TLS-1] it does not sign what would be refused, and says what to do', async () => {
    const { ca } = newCa();
    expect(await ca.issue(request({ names: ['hub.company.example'] }))).toMatchObject({
      ok: false,
      error: expect.stringContaining('hub.company.example'),
    });
  });

  test('[TLS-2] its key is a file of its own, for its owner only; without it nothing is signed, and a sentence says where it belongs', async () => {
    const { ca, deps } = newCa();
    await ca.roots();
    const file = join(deps.dataDir, 'ca', CA_FILES.rootKey);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(deps.dataDir, 'ca')).mode & 0o777).toBe(0o700);
    renameSync(file, join(deps.dataDir, 'in-the-safe.pem'));
    const away = companyCa(deps);
    expect(await away.roots()).toEqual(await ca.roots());
    expect(await away.issue(request({}))).toEqual({ ok: false, error: expect.stringContaining(file) });
    renameSync(join(deps.dataDir, 'in-the-safe.pem'), file);
    expect(await away.issue(request({}))).toMatchObject({ ok: true });
  });

  test('[TLS-2] two servers that start at once in one folder have one CA', async () => {
    const { ca, deps } = newCa();
    const [one, two] = await Promise.all([ca.roots(), companyCa(deps).roots()]);
    expect(one).toEqual(two);
  });

  test('[TLS-3] a certificate is good for 90 days, and begins a day early for phones whose clocks are behind', async () => {
    const { ca } = newCa();
    const before = Date.now();
    const leaf = new X509Certificate((await issued(ca)).certificate);
    const days = (leaf.validToDate.getTime() - leaf.validFromDate.getTime()) / DAY_MS;
    expect(days).toBe(LIMITS.certificateDays);
    const early = before - leaf.validFromDate.getTime();
    expect(Math.round(early / 1000 / 10) * 10).toBe(LIMITS.certificateBackdateSeconds);
  });
});

describe('a change of the CA', () => {
  test('[TLS-6] the next root is trusted beside the old one before it signs, and makes a second one at no time', async () => {
    const { ca, deps } = newCa();
    const [old] = await ca.roots();
    expect(await switchToNext(ca, deps)).toMatchObject({ ok: false });
    const next = await prepareNext(ca, deps);
    expect(next.ok && next.value).not.toBe(fingerprintOf(old ?? ''));
    const both = await ca.roots();
    expect(both).toHaveLength(2);
    expect(both[0]).toBe(old);
    expect(await prepareNext(ca, deps)).toMatchObject({ ok: false });
    const { certificate } = await issued(ca);
    expect(await present({ certificate, key }, { ca: [old ?? ''], name: 'manchengo.local' })).toMatchObject({
      protocol: 'TLSv1.3',
    });
  });

  test('[TLS-6] after the switch the next root signs, for phones that know only the old one too', async () => {
    const { ca, deps } = newCa();
    const [old = ''] = await ca.roots();
    const next = await prepareNext(ca, deps);
    expect(await switchToNext(ca, deps)).toEqual(next);
    const [root = '', previous] = await ca.roots();
    expect(fingerprintOf(root)).toBe(next.ok && next.value);
    expect(previous).toBe(old);
    const { certificate } = await issued(ca);
    for (const trusted of [old, root]) {
      const outcome = await present({ certificate, key }, { ca: [trusted], name: 'manchengo.local' });
      expect(outcome).toMatchObject({ protocol: 'TLSv1.3' });
    }
    const stranger = await newCa().ca.roots();
    expect(await present({ certificate, key }, { ca: stranger, name: 'manchengo.local' })).toHaveProperty('refused');
    const bank = { certificate: `${await forged(ca, ['www.bank.example'], [])}\n${ca.folder.read('cross')}`, key };
    expect(await present(bank, { ca: [old], name: 'www.bank.example' })).toHaveProperty('refused');
  });

  test('[TLS-6] a switch that was cut off between two files signs all the same', async () => {
    const { ca, deps } = newCa();
    await ca.roots();
    await prepareNext(ca, deps);
    await switchToNext(ca, deps);
    ca.folder.move('rootKey', 'nextKey');
    expect(await ca.issue(request({}))).toMatchObject({ ok: true });
  });
});
