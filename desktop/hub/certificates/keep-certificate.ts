import { X509Certificate } from 'node:crypto';
import type { Result } from '#shared/contract/errors.ts';
import { certificateHealth } from '#shared/domain/certificate-health.ts';
import { readTlsFiles, renewalReason } from '#shared/node-app/certificates.ts';
import { every } from '#shared/node-app/every.ts';
import type { TlsMaterial } from '#shared/node-app/node-app.ts';
import type { TlsFiles } from '#shared/node-app/settings.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import type { Log } from '#shared/ports/log.ts';
import type { Certificate } from './ask-certificate.ts';

const LOOK_MS = 60_000;

export interface KeepCertificateDeps {
  /** The one that is served now. */
  material: TlsMaterial;
  files: TlsFiles | null;
  /** The names by which the hub is called: the app's and its own. */
  names: string[];
  /** The hub's addresses at this moment. */
  addresses: () => string[];
  ask: (addresses: string[]) => Promise<Result<Certificate, string>>;
  /** Keeps what came, and serves with it. */
  use: (material: TlsMaterial, ca: string | null) => void;
  clock: Clock;
  log: Log;
}

export interface CertificateKeeper {
  /** Looks now. Resolves when it has looked, and changed what had to be changed. */
  look(): Promise<void>;
  /** When the certificate that is served now ends, in milliseconds. */
  expiresAt(): number;
  /** What is asked for already comes to nothing. */
  stop(): void;
}

/**
 * Looks after the certificate every minute: from its thirtieth day on, and whenever the hub is called by a name or an
 * address that it does not name, a new one is asked for, as often as it takes. The hub serves with the old one meanwhile.
 */
export function keepCertificateFresh(deps: KeepCertificateDeps): CertificateKeeper {
  const { files, names, ask, use, clock, log } = deps;
  let { material } = deps;
  let complaint: string | null = null;
  let stopped = false;
  /** Asked for before: what the server leaves out of a certificate is not asked for again. */
  let asked = new Set<string>();

  const expiresAt = () => new X509Certificate(material.certificate).validToDate.getTime();
  const complain = (reason: string) => {
    const isExpired = certificateHealth(expiresAt(), clock.now()) === 'expired';
    const sentence = isExpired ? expired(expiresAt(), reason) : reason;
    if (sentence === complaint) return;
    complaint = sentence;
    if (isExpired) log.error({}, sentence);
    else log.warn({}, sentence);
  };
  const take = (next: TlsMaterial, ca: string | null) => {
    material = next;
    complaint = null;
    use(next, ca);
    log.info({}, 'the hub goes on with a new certificate');
  };
  const lookAtFiles = (from: TlsFiles) => {
    const read = readTlsFiles(from);
    if (!read.ok) return complain(read.error);
    if (read.value.certificate !== material.certificate || read.value.key !== material.key) take(read.value, null);
    else if (certificateHealth(expiresAt(), clock.now()) === 'expired') complain('Put a new one in its place.');
  };
  const look = async () => {
    if (files !== null) return lookAtFiles(files);
    const addresses = deps.addresses();
    const wanted = [...names, ...addresses].filter((host) => !asked.has(host));
    if (renewalReason(material.certificate, wanted, null, clock.now()) === null) return;
    const answer = await ask(addresses);
    if (stopped) return;
    if (!answer.ok) return complain(answer.error);
    asked = new Set([...names, ...addresses]);
    take({ certificate: answer.value.certificate, key: material.key }, answer.value.ca);
  };
  let looking: Promise<void> | null = null;
  const once = () => {
    looking ??= look()
      .catch((error: unknown) => log.error({ err: error }, 'the certificate could not be looked after'))
      .finally(() => {
        looking = null;
      });
    return looking;
  };
  const task = every(LOOK_MS, once);
  return {
    look: once,
    expiresAt,
    stop() {
      stopped = true;
      task.stop();
    },
  };
}

const expired = (at: number, reason: string): string =>
  `This hub’s certificate ended on ${isoTime(at)}, and phones refuse the hub. ${reason}`;
