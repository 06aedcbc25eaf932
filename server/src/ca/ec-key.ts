import type { KeyObject } from 'node:crypto';

/** The one curve of the company's certificates: every phone since 2014 knows it. */
export const EC = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** A key in the form that signs certificates. Node's type knows more uses than the standard's. */
export const cryptoKey = (key: KeyObject, usages: ('sign' | 'verify')[]): CryptoKey =>
  key.toCryptoKey(EC, true, usages) as CryptoKey;
