import { createHash, type KeyObject, sign } from 'node:crypto';

/** Of a text, in hexadecimal, written apart from the product's own code so that both are checked. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A device's signature over the bytes of a checksum. */
export const signChecksum = (checksum: string, privateKey: KeyObject): string =>
  sign('sha256', Buffer.from(checksum, 'hex'), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
