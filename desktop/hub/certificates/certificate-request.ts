// @peculiar/x509 resolves its parts by decorators, which need this first.
import 'reflect-metadata';
import { createPublicKey, type KeyObject } from 'node:crypto';
import { Pkcs10CertificateRequestGenerator, SubjectAlternativeNameExtension } from '@peculiar/x509';
import { type HubKey, privateKeyOf } from '../key/hub-key.ts';

const EC = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** A PKCS#10 request by the hub's key, PEM. It names the hub's addresses; names are the server's to give. */
export async function certificateRequest(key: HubKey, addresses: string[]): Promise<string> {
  const privateKey = privateKeyOf(key);
  const cryptoKey = (half: KeyObject, usage: 'sign' | 'verify') => half.toCryptoKey(EC, true, [usage]) as CryptoKey;
  const request = await Pkcs10CertificateRequestGenerator.create({
    keys: { privateKey: cryptoKey(privateKey, 'sign'), publicKey: cryptoKey(createPublicKey(privateKey), 'verify') },
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [new SubjectAlternativeNameExtension(addresses.map((value) => ({ type: 'ip' as const, value })))],
  });
  return request.toString('pem');
}
