import { generateKeyPair, SignJWT } from 'jose';
import type { ServerKeys } from '#server/identity/keys.ts';
import { ISSUER } from '#shared/contract/identity.ts';

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * What a liar may make of claims that only the server may sign. `genuine`: another word of that kind that the server did
 * sign, whose signature is borrowed.
 */
export async function forgeries(
  keys: Pick<ServerKeys, 'token'>,
  typ: string,
  claims: object,
  genuine: string,
): Promise<[what: string, jws: string][]> {
  const thief = await generateKeyPair('ES256');
  const said = { iss: ISSUER, ...claims };
  const byThief = (kid: string): Promise<string> =>
    new SignJWT(said).setProtectedHeader({ alg: 'ES256', kid, typ }).sign(thief.privateKey);
  const [head = '', , signature = ''] = genuine.split('.');
  return [
    ['no JWS', 'yes!'],
    ['without a signature', `${encode({ alg: 'none', typ })}.${encode(said)}.`],
    [
      'without a signature, in the name of a key',
      `${encode({ alg: 'none', kid: keys.token.kid, typ })}.${encode(said)}.`,
    ],
    ['signed by somebody else in the name of a key', await byThief(keys.token.kid)],
    ['signed by an unknown key', await byThief('token-of-a-thief')],
    ['under the signature of other words', `${head}.${encode(said)}.${signature}`],
    ['with its signature cut off', `${head}.${encode(said)}.`],
  ];
}
