import { createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { readTlsFiles, renewalReason } from '#shared/node-app/certificates.ts';
import { every } from '#shared/node-app/every.ts';
import { changeCertificate, type TlsMaterial } from '#shared/node-app/node-app.ts';
import { isPrivateAddress } from '#shared/node-app/private-addresses.ts';
import type { TlsFiles } from '#shared/node-app/settings.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Log } from '#shared/ports/log.ts';
import type { CompanyCa } from './company-ca.ts';

/** Soon: after a change of the CA, hubs that join know the next root only. */
const LOOK_MS = 60_000;

export interface ServerCertificateDeps {
  ca: CompanyCa;
  dataDir: string;
  clock: Clock;
  log: Log;
  /** Of the operator's own; null: the company CA makes one. */
  files: TlsFiles | null;
  /** The names and addresses by which the server is called. */
  hosts: string[];
}

/**
 * What the server proves itself with: the operator's files, or a certificate of the company CA that is kept in `tls/`
 * of the data folder. One that is still good serves on where no new one can be made. The error is one sentence.
 */
export async function serverCertificate(deps: ServerCertificateDeps): Promise<Result<TlsMaterial, string>> {
  const now = await certificateForNow(deps);
  if (!now.ok) return now;
  const { material, overdue } = now.value;
  if (overdue !== null) deps.log.warn({}, overdue);
  return ok(material);
}

/** `overdue`: why the one that is kept could not be followed by a new one yet. */
type ForNow = { material: TlsMaterial; overdue: string | null };

async function certificateForNow(deps: ServerCertificateDeps): Promise<Result<ForNow, string>> {
  const good = (material: TlsMaterial, overdue: string | null = null) => ok({ material, overdue });
  if (deps.files !== null) {
    const read = readTlsFiles(deps.files);
    return read.ok ? good(read.value) : read;
  }
  const open = deps.hosts.find((host) => isIP(host) !== 0 && !isPrivateAddress(host));
  if (open !== undefined) {
    return fail(
      `The company CA vouches for private addresses only, and ${open} is none: set MANCHENGO_TLS_CERT and MANCHENGO_TLS_KEY.`,
    );
  }
  const folder = join(deps.dataDir, 'tls');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const key = ownKey(join(folder, 'server-key.pem'));
  const file = join(folder, 'server.pem');
  const kept = existsSync(file) ? readFileSync(file, 'utf8') : null;
  const [root = null] = await deps.ca.roots();
  const reason = kept === null ? 'HOSTS' : renewalReason(kept, deps.hosts, root, deps.clock.now());
  if (kept !== null && reason === null) return good({ certificate: kept, key });
  const issued = await deps.ca.issue({
    publicKey: createPublicKey(createPrivateKey(key)),
    names: deps.hosts.filter((host) => isIP(host) === 0),
    addresses: deps.hosts.filter((host) => isIP(host) !== 0),
  });
  if (issued.ok) {
    write(file, issued.value.certificate);
    return good({ certificate: issued.value.certificate, key });
  }
  const isGood = kept !== null && new X509Certificate(kept).validToDate.getTime() > deps.clock.now();
  if (!isGood || reason === 'HOSTS') return issued;
  return good({ certificate: kept, key }, issued.error);
}

export interface ServerCertificateKeeper {
  /** Looks now. Resolves when it has looked, and changed what had to be changed. */
  look(): Promise<void>;
  stop(): void;
}

/** Looks every minute whether the certificate is still the one to serve with. */
export function keepServerCertificate(
  app: FastifyInstance,
  deps: ServerCertificateDeps,
  served: TlsMaterial,
): ServerCertificateKeeper {
  let now = served;
  /** What the log was told last: not the same every minute. */
  let said = '';
  const renew = async () => {
    const next = await certificateForNow(deps);
    const [level, complaint] = next.ok ? (['warn', next.value.overdue] as const) : (['error', next.error] as const);
    const saying = `${level} ${complaint}`;
    if (complaint !== null && saying !== said) deps.log[level]({}, complaint);
    said = saying;
    if (!next.ok) return;
    const { material } = next.value;
    if (material.certificate === now.certificate && material.key === now.key) return;
    changeCertificate(app, material);
    now = material;
    deps.log.info({}, 'the server goes on with a new certificate');
  };
  const look = () =>
    renew().catch((error: unknown) => deps.log.error({ err: error }, 'the certificate could not be looked after'));
  return { look, stop: every(LOOK_MS, look).stop };
}

function ownKey(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  write(file, pem);
  return pem;
}

function write(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}
