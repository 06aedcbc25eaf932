import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { DAY_MS } from '#shared/contract/durations.ts';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { TlsMaterial } from './node-app.ts';
import type { TlsFiles } from './settings.ts';

/** SHA-256 of the first certificate of a PEM text, 64 lower-case hex digits. */
export const fingerprintOf = (pem: string): string =>
  new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase();

/** Why a certificate must be asked for anew; null while it is as it should be. */
export type RenewalReason = 'AGE' | 'HOSTS' | 'CA' | 'SUBJECT';

/**
 * Whether a certificate is past its thirtieth day, lacks one of the names or addresses by which its node is called, or
 * is of another CA than the one that signs now, or is called by what is none of its names. `rootPem` is that CA's, null where it is not known.
 */
export function renewalReason(
  certificate: string,
  hosts: string[],
  rootPem: string | null,
  nowMs: number,
): RenewalReason | null {
  const leaf = new X509Certificate(certificate);
  if (nowMs >= leaf.validFromDate.getTime() + LIMITS.certificateRenewDays * DAY_MS) return 'AGE';
  if (!hosts.every((host) => covers(leaf, host))) return 'HOSTS';
  if (rootPem !== null && !leaf.checkIssued(new X509Certificate(rootPem))) return 'CA';
  const called = /^CN=(.*)$/m.exec(leaf.subject ?? '')?.[1];
  if (called !== undefined && !covers(leaf, called)) return 'SUBJECT';
  return null;
}

const covers = (leaf: X509Certificate, host: string): boolean =>
  (isIP(host) === 0 ? leaf.checkHost(host) : leaf.checkIP(host)) !== undefined;

/** An operator's own certificate and key. The error is one sentence that names the file at fault. */
export function readTlsFiles(files: TlsFiles): Result<TlsMaterial, string> {
  const certificate = readText(files.certificate);
  if (certificate === null) return fail(`MANCHENGO_TLS_CERT: the file ${files.certificate} cannot be read.`);
  const key = readText(files.key);
  if (key === null) return fail(`MANCHENGO_TLS_KEY: the file ${files.key} cannot be read.`);
  try {
    if (new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))) return ok({ certificate, key });
    return fail(`MANCHENGO_TLS_KEY: ${files.key} is not the key of the certificate in ${files.certificate}.`);
  } catch (error) {
    return fail(`MANCHENGO_TLS_CERT and MANCHENGO_TLS_KEY must be PEM files: ${(error as Error).message}.`);
  }
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
