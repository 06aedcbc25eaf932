import { createPrivateKey, X509Certificate } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '#shared/ports/clock.ts';
import { splitPem } from '../certificates/certificate-files.ts';
import { writeWhole } from '../write-whole.ts';
import type { RecoveryLog } from './recoveries.ts';
import { setAside } from './set-aside.ts';

/** Copies of the small files without which a hub is nobody, beside them and for the same account only. */
const FOLDER = 'kept';
const KEY = 'key.json';
const IDENTITY = 'identity.json';
const CERTIFICATE = 'certificate.pem';

type Parsed = Record<string, unknown>;
const json = (text: string): Parsed => JSON.parse(text) as Parsed;

/** The small files, in the order in which they matter, and whether a text is one of them whole. Throwing is no. */
const FILES = [
  { name: KEY, what: 'KEY', isWhole: isKey },
  { name: IDENTITY, what: 'IDENTITY', isWhole: isIdentity },
  { name: 'ca.pem', what: 'CERTIFICATE', isWhole: isPem },
  { name: CERTIFICATE, what: 'CERTIFICATE', isWhole: isPem },
] as const;

function isKey(text: string): boolean {
  const key = json(text);
  if (typeof key.sealed === 'string') return true;
  createPrivateKey({ key: key.private_jwk as never, format: 'jwk' });
  return typeof (key.public_jwk as Parsed).x === 'string';
}

function isIdentity(text: string): boolean {
  const { hub_id, depot, upstream } = json(text);
  return typeof hub_id === 'string' && typeof upstream === 'string' && typeof (depot as Parsed).id === 'number';
}

function isPem(text: string): boolean {
  const certificates = splitPem(text);
  for (const certificate of certificates) new X509Certificate(certificate);
  return certificates.length > 0;
}

type Fitness = 'WHOLE' | 'MISSING' | 'CORRUPT';

function fitnessOf(path: string, isWhole: (text: string) => boolean): Fitness {
  if (!existsSync(path)) return 'MISSING';
  try {
    return isWhole(readFileSync(path, 'utf8')) ? 'WHOLE' : 'CORRUPT';
  } catch {
    return 'CORRUPT';
  }
}

/**
 * Looks at the small files before anything is made of them. One that is damaged is set aside; that one and one that is
 * missing is put back from its copy. Where the key is gone for good, so is the identity that HQ knew by it: the hub is
 * enrolled anew, and keeps its queue. Whoever takes away both the key and the identity wants just that.
 */
export function repairSmallFiles(dataDir: string, recoveries: RecoveryLog, clock: Clock): void {
  if (!existsSync(join(dataDir, KEY)) && !existsSync(join(dataDir, IDENTITY))) setAside(dataDir, [FOLDER], clock);
  for (const { name, what, isWhole } of FILES) {
    const [path, copy] = [join(dataDir, name), join(dataDir, FOLDER, name)];
    const cause = fitnessOf(path, isWhole);
    if (cause === 'WHOLE') continue;
    const hasCopy = fitnessOf(copy, isWhole) === 'WHOLE';
    // On a first start nothing is there yet.
    if (cause === 'MISSING' && !hasCopy) continue;
    if (cause === 'CORRUPT') setAside(dataDir, [name], clock);
    if (hasCopy) copyFileSync(copy, path);
    recoveries.note({ what, cause, outcome: hasCopy ? 'FROM_COPY' : 'BEGUN_ANEW', restored_to: null });
  }
  const keyIsGone = fitnessOf(join(dataDir, KEY), isKey) !== 'WHOLE';
  if (keyIsGone) setAside(dataDir, [IDENTITY, CERTIFICATE, FOLDER], clock);
}

/** Copies what is whole, after a start that went well. A copy that says the same is left as it is. */
export function copySmallFiles(dataDir: string): void {
  const folder = join(dataDir, FOLDER);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const { name, isWhole } of FILES) {
    const path = join(dataDir, name);
    if (fitnessOf(path, isWhole) !== 'WHOLE') continue;
    const text = readFileSync(path, 'utf8');
    const copy = join(folder, name);
    if (!existsSync(copy) || readFileSync(copy, 'utf8') !== text) writeWhole(copy, text);
  }
}
