import { createPublicKey, type KeyObject } from 'node:crypto';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { HubCertificate, PublicKey } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { hubHost } from '#shared/domain/hub-host.ts';
import { isPrivateAddress } from '#shared/node-app/private-addresses.ts';
import { isLoopback } from '#shared/node-app/settings.ts';
import type { CompanyCa } from './company-ca.ts';

export interface HubCertificates {
  ca: CompanyCa;
  /** The one origin's host, in every hub's certificate. */
  appHost: string;
  /** The server's own names and addresses: no hub is given a certificate for them. */
  serverHosts: string[];
}

export interface HubOfCertificate {
  id: string;
  key: PublicKey;
}

export type IssuedToHub = Omit<HubCertificate, 'certificate' | 'ca'> & {
  certificate: string;
  ca: string;
  expiresAt: number;
};

/**
 * A certificate for a hub that holds the key: for the app's name, its own name, and those of the addresses in the
 * request that are private. Whatever else the request names is ignored. 400 for a request that is none or of another
 * key, 503 where the CA cannot sign now.
 */
export async function certifyHub(
  { ca, appHost, serverHosts }: HubCertificates,
  hub: HubOfCertificate,
  csr: string,
): Promise<Result<IssuedToHub, RequestError>> {
  const asked = await readRequest(csr, hub.key);
  if (asked === null) {
    return refuse(
      'INVALID_REQUEST',
      'csr must be a PKCS#10 request in PEM, made and signed with the key of public_key.',
    );
  }
  // Loopback is every machine's own.
  const ours = new Set(serverHosts.filter((host) => !isLoopback(host)));
  const addresses = asked.addresses.filter((address) => isPrivateAddress(address) && !ours.has(address));
  const issued = await ca.issue({
    publicKey: asked.publicKey,
    names: [...new Set([hubHost(hub.id), appHost])],
    addresses: [...new Set(addresses)].slice(0, LIMITS.certificateAddresses),
  });
  if (!issued.ok) return refuse('UNAVAILABLE', issued.error);
  return ok({ ...issued.value, ca: (await ca.roots()).join('') });
}

/** Loaded when it is needed; its parts are resolved by decorators, which come first. */
const x509 = () => import('reflect-metadata').then(() => import('@peculiar/x509'));

/** The key of a request that is signed with it, and the addresses that it names; null for anything else. */
async function readRequest(
  csr: string,
  expected: PublicKey,
): Promise<{ publicKey: KeyObject; addresses: string[] } | null> {
  const { Pkcs10CertificateRequest, SubjectAlternativeNameExtension } = await x509();
  try {
    const request = new Pkcs10CertificateRequest(csr);
    const publicKey = createPublicKey({ key: Buffer.from(request.publicKey.rawData), format: 'der', type: 'spki' });
    const { x, y, crv } = publicKey.export({ format: 'jwk' });
    if (crv !== 'P-256' || x !== expected.x || y !== expected.y || !(await request.verify())) return null;
    const names = request.extensions.find((extension) => extension instanceof SubjectAlternativeNameExtension);
    const addresses = names?.names.items.flatMap(({ type, value }) => (type === 'ip' ? [value] : [])) ?? [];
    return { publicKey, addresses };
  } catch {
    // Whatever a parser throws at a text that is no request.
    return null;
  }
}
