import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../write-whole.ts';

const CA_FILE = 'ca.pem';
const CERTIFICATE_FILE = 'certificate.pem';

/** The company CA's roots that this hub trusts, PEM; null before it was told of any. */
export const readCa = (dataDir: string): string | null => read(join(dataDir, CA_FILE));

/** What this hub shows to phones, PEM; null before it has one. */
export const readCertificate = (dataDir: string): string | null => read(join(dataDir, CERTIFICATE_FILE));

export const keepCa = (dataDir: string, ca: string): void => writeWhole(join(dataDir, CA_FILE), ca);

/** The certificate last: one without its CA would be of no use. */
export function keepCertificate(dataDir: string, { certificate, ca }: { certificate: string; ca: string }): void {
  keepCa(dataDir, ca);
  writeWhole(join(dataDir, CERTIFICATE_FILE), certificate);
}

/** Each certificate of a PEM text by itself. */
export const splitPem = (pem: string): string[] =>
  pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];

const read = (file: string): string | null => (existsSync(file) ? readFileSync(file, 'utf8') : null);
