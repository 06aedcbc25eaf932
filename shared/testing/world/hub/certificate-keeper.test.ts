import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Certificate } from '#hub/certificates/ask-certificate.ts';
import {
  type CertificateKeeper,
  type KeepCertificateDeps,
  keepCertificateFresh,
} from '#hub/certificates/keep-certificate.ts';
import { companyCa } from '#server/ca/company-ca.ts';
import { DAY_MS, MINUTE_MS } from '#shared/contract/durations.ts';
import type { Result } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { certificateHealth } from '#shared/domain/certificate-health.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { silentLog } from '#shared/ports/log.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { WAIT_MS } from '../../wait-limits.ts';

/** The keeper with certificates of a real CA, and time that the test moves on. */
const NAMES = ['manchengo.local', 'manchengo-3f9a0c1d.local'];
const folder = mkdtempSync(join(tmpdir(), 'manchengo-keeper-'));
/** How far the certificates' time has been moved on; the timers go by minutes. */
let later = 0;
const clock = { ...systemClock, now: () => Date.now() + later };
const ca = companyCa({ dataDir: folder, clock, random: systemRandom, domains: [] });
const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const key = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const keepers: CertificateKeeper[] = [];

beforeEach(() => {
  later = 0;
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  for (const keeper of keepers.splice(0)) keeper.stop();
  vi.useRealTimers();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As the server issues them: for the names, and the addresses that are asked for. */
async function issue(addresses: string[], names = NAMES): Promise<Certificate> {
  const made = await ca.issue({ publicKey: pair.publicKey, names, addresses });
  if (!made.ok) throw new Error(made.error);
  return { certificate: made.value.certificate, ca: (await ca.roots()).join('') };
}

async function keep(further: Partial<KeepCertificateDeps> = {}) {
  const first = await issue(['192.168.1.10']);
  const ask = vi.fn(
    async (addresses: string[]): Promise<Result<Certificate, string>> => ({ ok: true, value: await issue(addresses) }),
  );
  const use = vi.fn();
  const log = { ...silentLog, warn: vi.fn(), error: vi.fn() };
  const keeper = keepCertificateFresh({
    material: { certificate: first.certificate, key },
    files: null,
    names: NAMES,
    addresses: () => ['192.168.1.10'],
    ask,
    use,
    clock,
    log,
    ...further,
  });
  keepers.push(keeper);
  const bornAt = new X509Certificate(first.certificate).validFromDate.getTime();
  return { keeper, ask, use, log, bornAt };
}

const goTo = (time: number) => {
  later = time - Date.now();
};
const minutesPass = (count: number) => vi.advanceTimersByTimeAsync(count * MINUTE_MS);

describe('a hub’s certificate and time', () => {
  test('[TLS-10] until its thirtieth day nothing is asked for; within a minute of it there is a new one', async () => {
    const { keeper, ask, use, bornAt } = await keep();
    goTo(bornAt + LIMITS.certificateRenewDays * DAY_MS - 3.5 * MINUTE_MS);
    await minutesPass(3);
    expect(ask).not.toHaveBeenCalled();
    await minutesPass(2);
    await vi.waitFor(() => expect(use).toHaveBeenCalledOnce(), { timeout: WAIT_MS });
    expect(keeper.expiresAt()).toBeGreaterThan(bornAt + LIMITS.certificateDays * DAY_MS);
    await minutesPass(3);
    expect(ask).toHaveBeenCalledOnce();
  });

  test('[TLS-10] a name or an address that it does not name brings a new one; what the server leaves out is asked for once', async () => {
    const addresses = ['192.168.1.10'];
    const { keeper, ask } = await keep({ addresses: () => addresses });
    await keeper.look();
    expect(ask).not.toHaveBeenCalled();
    addresses[0] = '192.168.7.7';
    await keeper.look();
    expect(ask).toHaveBeenCalledExactlyOnceWith(['192.168.7.7']);
    await keeper.look();
    expect(ask).toHaveBeenCalledOnce();
    const renamed = await keep({ names: ['depot.example', ...NAMES] });
    await renamed.keeper.look();
    await renamed.keeper.look();
    expect(renamed.ask).toHaveBeenCalledOnce();
  });

  test('[TLS-10] a clock that leaps ahead by years, or is put back, does not stop the looking', async () => {
    const addresses = ['192.168.1.10'];
    const { keeper, ask, bornAt } = await keep({ addresses: () => addresses });
    for (const years of [11, -11]) {
      vi.setSystemTime(bornAt + years * 365 * DAY_MS);
      addresses[0] = `192.168.1.${100 + years}`;
      ask.mockClear();
      await minutesPass(1);
      expect(ask).toHaveBeenCalledExactlyOnceWith([...addresses]);
      // The look of that minute has ended.
      await keeper.look();
    }
  });

  test('[TLS-16] a renewal that comes to nothing is tried again every minute, the old certificate stays, and the log says it once', async () => {
    const ask = vi.fn(async (): Promise<Result<Certificate, string>> => ({ ok: false, error: 'HQ does not answer.' }));
    const { keeper, use, log, bornAt } = await keep({ ask });
    goTo(bornAt + LIMITS.certificateRenewDays * DAY_MS + MINUTE_MS / 2);
    await minutesPass(3);
    expect(ask).toHaveBeenCalledTimes(3);
    expect(use).not.toHaveBeenCalled();
    expect(keeper.expiresAt()).toBe(bornAt + LIMITS.certificateDays * DAY_MS);
    expect(log.warn).toHaveBeenCalledExactlyOnceWith({}, 'HQ does not answer.');
    ask.mockImplementation(async () => ({ ok: true, value: await issue(['192.168.1.10']) }));
    await minutesPass(1);
    await vi.waitFor(() => expect(use).toHaveBeenCalledOnce(), { timeout: WAIT_MS });
  });

  test('[TLS-16] one that has ended is an error in the log, with its day and what is in the way', async () => {
    const { keeper, log, bornAt } = await keep({ ask: async () => ({ ok: false, error: 'HQ does not answer.' }) });
    const end = bornAt + LIMITS.certificateDays * DAY_MS;
    goTo(end);
    await keeper.look();
    await keeper.look();
    const sentence = expect.stringMatching(new RegExp(`${new Date(end).toISOString()}.*phones refuse.*HQ does not`));
    expect(log.error).toHaveBeenCalledExactlyOnceWith({}, sentence);
  });

  test('[TLS-16] an operator’s own files that have ended are told, too, and read again', async () => {
    const files = { certificate: join(folder, 'own.pem'), key: join(folder, 'own-key.pem') };
    const material = { certificate: (await issue([])).certificate, key };
    writeFileSync(files.certificate, material.certificate);
    writeFileSync(files.key, key);
    const { keeper, ask, use, log, bornAt } = await keep({ files, material });
    goTo(bornAt + LIMITS.certificateDays * DAY_MS + MINUTE_MS);
    await keeper.look();
    expect(log.error).toHaveBeenCalledExactlyOnceWith({}, expect.stringContaining('phones refuse'));
    writeFileSync(files.certificate, (await issue([])).certificate);
    await keeper.look();
    expect(use).toHaveBeenCalledOnce();
    expect(ask).not.toHaveBeenCalled();
  });

  test('[TLS-16] people are told from fourteen days before the end on', () => {
    const end = Date.parse('2026-06-30T12:00:00Z');
    const warning = end - LIMITS.certificateWarningDays * DAY_MS;
    expect([warning - 1, warning, end - 1, end].map((now) => certificateHealth(end, now))).toEqual([
      'good',
      'ending',
      'ending',
      'expired',
    ]);
  });

  test('[NODE-13] a keeper that was stopped asks no more, and what comes too late is not used', async () => {
    const late = Promise.withResolvers<Result<Certificate, string>>();
    const { keeper, use, bornAt } = await keep({ ask: () => late.promise });
    goTo(bornAt + LIMITS.certificateRenewDays * DAY_MS);
    const looked = keeper.look();
    keeper.stop();
    late.resolve({ ok: true, value: await issue([]) });
    await looked;
    expect(use).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });
});
