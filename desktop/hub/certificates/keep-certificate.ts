import { schedule } from 'node-cron';
import type { Result } from '#shared/contract/errors.ts';
import { readTlsFiles, renewalReason } from '#shared/node-app/certificates.ts';
import type { TlsMaterial } from '#shared/node-app/node-app.ts';
import type { TlsFiles } from '#shared/node-app/settings.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Log } from '#shared/ports/log.ts';
import type { Certificate } from './ask-certificate.ts';

export interface KeepCertificateDeps {
  /** The one that is served now. */
  material: TlsMaterial;
  files: TlsFiles | null;
  /** The hub's own name. */
  host: string;
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
  stop(): void;
}

/**
 * Looks after the certificate every minute: from its thirtieth day on, and whenever the hub is called by an address that
 * it does not name, a new one is asked for, as often as it takes. The hub serves with the old one meanwhile.
 */
export function keepCertificateFresh(deps: KeepCertificateDeps): CertificateKeeper {
  const { files, host, ask, use, clock, log } = deps;
  let { material } = deps;
  let complaint: string | null = null;
  /** Asked for before: what the server leaves out of a certificate is not asked for again. */
  let asked = new Set<string>();

  const complain = (sentence: string) => {
    if (sentence !== complaint) log.warn({}, sentence);
    complaint = sentence;
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
  };
  const look = async () => {
    if (files !== null) return lookAtFiles(files);
    const addresses = deps.addresses();
    const wanted = [host, ...addresses.filter((address) => !asked.has(address))];
    if (renewalReason(material.certificate, wanted, null, clock.now()) === null) return;
    const answer = await ask(addresses);
    if (!answer.ok) return complain(answer.error);
    asked = new Set(addresses);
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
  const task = schedule('* * * * *', once);
  return { look: once, stop: () => void task.stop() };
}
