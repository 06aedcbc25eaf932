import { createPublicKey, type KeyObject } from 'node:crypto';
import { type HubKey, privateKeyOf } from '../key/hub-key.ts';

/** Loaded when it is needed, once in a month; its parts are resolved by decorators, which come first. */
const x509 = () => import('reflect-metadata').then(() => import('@peculiar/x509'));

const EC = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** A PKCS#10 request by the hub's key, PEM. It names the hub's addresses; names are the server's to give. */
export async function certificateRequest(key: HubKey, addresses: string[]): Promise<string> {
  const { Pkcs10CertificateRequestGenerator, SubjectAlternativeNameExtension } = await x509();
  const privateKey = privateKeyOf(key);
  const cryptoKey = (half: KeyObject, usage: 'sign' | 'verify') => half.toCryptoKey(EC, true, [usage]) as CryptoKey;
  const request = await Pkcs10CertificateRequestGenerator.create({
    keys: { privateKey: cryptoKey(privateKey, 'sign'), publicKey: cryptoKey(createPublicKey(privateKey), 'verify') },
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [new SubjectAlternativeNameExtension(addresses.map((value) => ({ type: 'ip' as const, value })))],
  });
  return request.toString('pem');
}
