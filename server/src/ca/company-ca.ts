import { createHash, KeyObject, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { DAY_MS } from '#shared/contract/durations.ts';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { fingerprintOf } from '#shared/node-app/certificates.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Random } from '#shared/ports/random.ts';
import { type CaFolder, caFolder } from './ca-folder.ts';
import { cryptoKey, EC } from './ec-key.ts';

/** Loaded when it is needed: most starts of a server sign nothing, and it takes a tenth of a second. */
const x509 = () => import('./x509.ts');

const ROOT_BACKDATE_MS = DAY_MS;
/** Every `.local` name is some machine's of the same yard. */
const YARD_DOMAIN = 'local';

export interface CaDeps {
  dataDir: string;
  clock: Clock;
  random: Random;
  /** The company's own names beside `.local`: the app's host and the server's. */
  domains: string[];
}

export interface LeafRequest {
  publicKey: KeyObject;
  /** The first is the one that the certificate is called by. */
  names: string[];
  addresses: string[];
}

export interface Issued {
  /** PEM: the certificate, and what leads from it to a root that phones already trust. */
  certificate: string;
  /** In milliseconds. */
  expiresAt: number;
}

/**
 * The company's certificate authority. It has one root, made when it is first needed, that signs hubs' and the server's
 * certificates directly: a certificate in between would have to lie beside the server in any case. See rotate.ts for
 * the way from one root to the next.
 */
export interface CompanyCa {
  folder: CaFolder;
  /** What is to be trusted, PEM, the one that signs first. */
  roots(): Promise<string[]>;
  /** SHA-256 of the root that signs, 64 hex digits: what a person compares, and a pairing code carries. */
  fingerprint(): Promise<string>;
  /** A certificate for 90 days. The error is one sentence for the operator. */
  issue(request: LeafRequest): Promise<Result<Issued, string>>;
}

export function companyCa(deps: CaDeps): CompanyCa {
  const folder = caFolder(deps.dataDir);
  const roots = async (): Promise<string[]> => {
    if (!folder.has('root')) {
      const { pem, keyPem } = await newRoot(deps);
      folder.begin(pem, keyPem);
    }
    return (['root', 'next', 'previous'] as const).flatMap((file) => folder.read(file) ?? []);
  };
  return {
    folder,
    roots,
    fingerprint: async () => fingerprintOf((await roots())[0] ?? ''),
    async issue(request) {
      const [rootPem = ''] = await roots();
      return issueUnder(rootPem, folder, deps, request);
    },
  };
}

async function issueUnder(
  rootPem: string,
  folder: CaFolder,
  { clock, random }: CaDeps,
  request: LeafRequest,
): Promise<Result<Issued, string>> {
  const { makeLeaf, parseCertificate, permittedDomains } = await x509();
  const root = parseCertificate(rootPem);
  const domains = permittedDomains(root);
  const foreign = request.names.find((name) => !isWithin(name, domains));
  if (foreign !== undefined) return fail(beyondConstraints(foreign, domains));
  const signingKey = folder.keyOf(rootPem);
  if (signingKey === null) return fail(keyIsAway(folder.at('rootKey')));
  // A phone whose clock is behind must not take the certificate for one of tomorrow.
  const from = wholeSecond(clock.now()) - LIMITS.certificateBackdateSeconds * 1000;
  const period = { from, until: from + LIMITS.certificateDays * DAY_MS };
  const publicKey = cryptoKey(request.publicKey, ['verify']);
  const leaf = await makeLeaf({ ...request, publicKey, root, signingKey, period, random });
  const cross = folder.read('cross') ?? '';
  return ok({ certificate: `${leaf.toString('pem')}\n${cross}`, expiresAt: period.until });
}

/** When a root was made. It bears an earlier day, for phones whose clocks are behind. */
export const rootMadeAt = (pem: string): number => new X509Certificate(pem).validFromDate.getTime() + ROOT_BACKDATE_MS;

/** A root and its key, PEM. Each has a name of its own, so that two roots of one company are told apart on a phone. */
export async function newRoot({ clock, random, domains }: CaDeps): Promise<{ pem: string; keyPem: string }> {
  const keys = await crypto.subtle.generateKey(EC, true, ['sign', 'verify']);
  const publicDer = await crypto.subtle.exportKey('spki', keys.publicKey);
  const mark = createHash('sha256').update(Buffer.from(publicDer)).digest('hex').slice(0, 6).toUpperCase();
  const from = clock.now() - ROOT_BACKDATE_MS;
  const { makeRoot } = await x509();
  const root = await makeRoot({
    name: `O=Manchengo, CN=Manchengo CA ${mark}`,
    domains: [YARD_DOMAIN, ...new Set(domains.filter((domain) => !isWithin(domain, [YARD_DOMAIN])))],
    keys,
    period: { from, until: from + LIMITS.rootDays * DAY_MS },
    random,
  });
  const keyPem = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }) as string;
  return { pem: `${root.toString('pem')}\n`, keyPem };
}

/** The company's own names beside `.local`: the app's and those of the server. */
export const caDomains = (appHost: string, serverHosts: string[]): string[] =>
  [appHost, ...serverHosts].filter((host) => isIP(host) === 0);

/** Certificates know no fractions of a second. */
const wholeSecond = (ms: number): number => Math.floor(ms / 1000) * 1000;

const isWithin = (name: string, domains: string[]): boolean =>
  domains.some((domain) => name === domain || name.endsWith(`.${domain}`));

export const keyIsAway = (file: string): string =>
  `The company CA's key is not in place, so nothing can be signed: put it back as ${file}, and try again.`;

const beyondConstraints = (name: string, domains: string[]): string =>
  `The company CA may vouch for names under ${domains.join(', ')} only, and ${name} is none of them: make the next CA for it (npm run ca -- next, then switch).`;
