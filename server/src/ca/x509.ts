// @peculiar/x509 resolves its parts by decorators, which need this first.
import 'reflect-metadata';
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_nameConstraints,
  NameConstraints,
} from '@peculiar/asn1-x509';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  type JsonName,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { PRIVATE_RANGES } from '#shared/node-app/private-addresses.ts';
import type { Random } from '#shared/ports/random.ts';

const SIGNED_BY = { name: 'ECDSA', hash: 'SHA-256' } as const;
const SERIAL_BYTES = 16;
/** RFC 5280, appendix A.1: ub-common-name. */
const COMMON_NAME_CHARS = 64;

export const parseCertificate = (pem: string): X509Certificate => new X509Certificate(pem);

/** From when to when a certificate is good, in milliseconds. */
export interface Period {
  from: number;
  until: number;
}

interface Signed {
  period: Period;
  random: Random;
}

/**
 * A root that may vouch for these domains (and all below them) and for private addresses, and for nothing else in the
 * world: whoever steals its key, or is handed it, cannot pretend to be a bank to the phones that trust it.
 */
export async function makeRoot(
  options: Signed & { name: string; domains: string[]; keys: CryptoKeyPair },
): Promise<X509Certificate> {
  const { keys, name } = options;
  return X509CertificateGenerator.createSelfSigned({
    ...signing(options),
    name,
    keys,
    extensions: await rootExtensions(keys.publicKey, nameConstraints(options.domains)),
  });
}

/** The same root signed by another: who trusts the other follows it here, and need not be told of the change. */
export async function crossSign(
  options: Signed & { root: X509Certificate; by: X509Certificate; signingKey: CryptoKey },
): Promise<X509Certificate> {
  const { root, by, signingKey } = options;
  const constraints = root.getExtension(id_ce_nameConstraints);
  const publicKey = await root.publicKey.export();
  return X509CertificateGenerator.create({
    ...signing(options),
    subject: root.subjectName,
    issuer: by.subjectName,
    publicKey,
    signingKey,
    extensions: [
      ...(await rootExtensions(publicKey, constraints as Extension)),
      await AuthorityKeyIdentifierExtension.create(await by.publicKey.export()),
    ],
  });
}

/** A TLS server's certificate for these names and addresses. */
export async function makeLeaf(
  options: Signed & {
    root: X509Certificate;
    signingKey: CryptoKey;
    publicKey: CryptoKey;
    names: string[];
    addresses: string[];
  },
): Promise<X509Certificate> {
  const { root, signingKey, publicKey, names, addresses } = options;
  const subject = subjectOf(names);
  return X509CertificateGenerator.create({
    ...signing(options),
    subject,
    issuer: root.subjectName,
    publicKey,
    signingKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(
        [
          ...names.map((value) => ({ type: 'dns' as const, value })),
          ...addresses.map((value) => ({ type: 'ip' as const, value })),
        ],
        subject.length === 0,
      ),
      await SubjectKeyIdentifierExtension.create(publicKey),
      await AuthorityKeyIdentifierExtension.create(await root.publicKey.export()),
    ],
  });
}

/**
 * A common name is measured against the root's constraints like any other (GnuTLS does so): it is the first of the
 * certificate's names, or there is none. Who has no subject has critical names (RFC 5280, 4.1.2.6).
 */
const subjectOf = ([first]: string[]): JsonName =>
  first === undefined || first.length > COMMON_NAME_CHARS ? [] : [{ CN: [first] }];

/** The domains that a root may vouch for. */
export function permittedDomains(root: X509Certificate): string[] {
  const extension = root.getExtension(id_ce_nameConstraints);
  if (extension === null) return [];
  const { permittedSubtrees = [] } = AsnConvert.parse(extension.value, NameConstraints);
  return [...permittedSubtrees].flatMap(({ base }) => base.dNSName ?? []);
}

const signing = ({ period, random }: Signed) => ({
  serialNumber: serialNumber(random),
  notBefore: new Date(period.from),
  notAfter: new Date(period.until),
  signingAlgorithm: SIGNED_BY,
});

/** Positive and of full length, as RFC 5280 asks. */
function serialNumber(random: Random): string {
  const bytes = random.bytes(SERIAL_BYTES);
  bytes[0] = 0x40 | ((bytes[0] ?? 0) & 0x3f);
  return Buffer.from(bytes).toString('hex');
}

/** Room for one root below: the next one, cross-signed. */
async function rootExtensions(publicKey: CryptoKey, constraints: Extension): Promise<Extension[]> {
  return [
    new BasicConstraintsExtension(true, 1, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    constraints,
    await SubjectKeyIdentifierExtension.create(publicKey),
  ];
}

function nameConstraints(domains: string[]): Extension {
  const permitted = [
    ...domains.map((dNSName) => new GeneralName({ dNSName })),
    ...PRIVATE_RANGES.map((iPAddress) => new GeneralName({ iPAddress })),
  ];
  const permittedSubtrees = new GeneralSubtrees(permitted.map((base) => new GeneralSubtree({ base })));
  return new Extension(id_ce_nameConstraints, true, AsnConvert.serialize(new NameConstraints({ permittedSubtrees })));
}
