import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterEach, expect, test, vi } from 'vitest';
import { ISSUER, type ServerKey, type SigningAlg, serverKeyNumbers, TOKEN_TYPES } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { forgetEd25519 } from '#shared/testing/former-keys.ts';
import { canCheckStatements, mergeServerKeys, namesHeldKey } from './server-keys.ts';

interface Pair {
  jwk: ServerKey;
  privateKey: KeyObject;
}

function pair(kid: string, alg: SigningAlg = 'ES256'): Pair {
  const { publicKey, privateKey } =
    alg === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
  const numbers = serverKeyNumbers({ ...publicKey.export({ format: 'jwk' }) });
  if (numbers === null) throw new Error('no key');
  return { jwk: { ...numbers, kid, use: 'sig' }, privateKey };
}

async function endorsed(
  key: Pair,
  by: Pair,
  wish: { typ?: string; iss?: string; claims?: object } = {},
): Promise<ServerKey> {
  const endorsement = await new SignJWT({ iss: wish.iss ?? ISSUER, key: key.jwk, iat: 1, ...wish.claims })
    .setProtectedHeader({ alg: by.jwk.alg, kid: by.jwk.kid, typ: wish.typ ?? TOKEN_TYPES.key })
    .sign(by.privateKey);
  return { ...key.jwk, endorsement };
}

/** As servers made them before; those that follow are of the kind that every browser can check. */
const first = pair('token-1', 'EdDSA');
const second = pair('token-2');
const third = pair('token-3');
const code = pair('qr-1');
const thief = pair('token-9');
const other = pair('token-2', 'EdDSA');
const held = { keys: [first.jwk] };
const kids = async (offered: unknown) => (await mergeServerKeys(held, offered)).keys.map(({ kid }) => kid);

test('[AUTH-23] whoever holds no key trusts what it is given, once', async () => {
  const offered = { keys: [first.jwk, code.jwk] };
  expect(await mergeServerKeys(null, offered)).toEqual(offered);
  expect(await mergeServerKeys({ keys: [] }, offered)).toEqual(offered);
});

test('[AUTH-23] a chain is followed link by link, in whatever order it stands, and no key is dropped', async () => {
  const chain = [await endorsed(third, second), await endorsed(code, third), await endorsed(second, first)];
  expect(await kids({ keys: chain })).toEqual(expect.arrayContaining(['token-1', 'token-2', 'token-3', 'qr-1']));
  expect(await kids({ keys: [] })).toEqual(['token-1']);
  // A link is missing: what hangs on it is not believed.
  expect(await kids({ keys: chain.slice(0, 2) })).toEqual(['token-1']);
});

test('[AUTH-29] endorsements are kept and handed on, those that come later too, and none that is false', async () => {
  const chain = { keys: [first.jwk, await endorsed(second, first), await endorsed(third, second)] };
  const hub = await mergeServerKeys(held, chain);
  expect(hub).toEqual(chain);
  expect(await mergeServerKeys(held, hub), 'who is handed them on').toEqual(chain);
  const bareOnes = { keys: [first.jwk, second.jwk, third.jwk] };
  expect(await mergeServerKeys(bareOnes, chain), 'keys of before this rule').toEqual(chain);
  const forged = { ...second.jwk, endorsement: (await endorsed(third, thief)).endorsement };
  expect(await mergeServerKeys(bareOnes, { keys: [forged] })).toEqual(bareOnes);
  const longest = { ...second.jwk, endorsement: 'x'.repeat(LIMITS.endorsementChars) };
  expect(await mergeServerKeys(null, { keys: [longest] })).toEqual({ keys: [longest] });
  const long = { ...second.jwk, endorsement: 'x'.repeat(LIMITS.endorsementChars + 1) };
  expect(await mergeServerKeys(null, { keys: [long] })).toEqual({ keys: [second.jwk] });
});

test('[AUTH-23] what no held key has endorsed, as a key and by the server, gets nowhere', async () => {
  const codeIsHeld = { keys: [first.jwk, code.jwk] };
  const genuine = await endorsed(second, first);
  const offers: [string, unknown][] = [
    ['no endorsement', thief.jwk],
    ['endorsed by itself', await endorsed(thief, thief)],
    ['signed by another under a held name', await endorsed(thief, { jwk: first.jwk, privateKey: other.privateKey })],
    ['by a key for codes', await endorsed(thief, code)],
    ['another kind of word', await endorsed(thief, first, { typ: TOKEN_TYPES.access })],
    ['of somebody else', await endorsed(thief, first, { iss: 'x' })],
    ['an endorsement of another key', { ...thief.jwk, endorsement: genuine.endorsement }],
    [
      'the name of an endorsed key, other numbers',
      { ...thief.jwk, kid: second.jwk.kid, endorsement: genuine.endorsement },
    ],
    ['the name of an endorsed key, the mirrored point', { ...genuine, y: (thief.jwk as { y: string }).y }],
    ['the name of an endorsed key, of another kind', { ...other.jwk, endorsement: genuine.endorsement }],
    ['a point with half its numbers', { ...genuine, y: undefined }],
    ['no text', { ...thief.jwk, endorsement: 7 }],
    ['alg none', { ...thief.jwk, endorsement: `${btoa('{"alg":"none"}')}.${btoa('{}')}.` }],
  ];
  for (const [why, key] of offers) {
    expect((await mergeServerKeys(codeIsHeld, { keys: [key] })).keys, why).toEqual(codeIsHeld.keys);
  }
  // A held name keeps its numbers.
  const swapped = await mergeServerKeys(held, { keys: [{ ...first.jwk, x: thief.jwk.x }] });
  expect(swapped).toEqual(held);
  for (const odd of [null, [], 'x', { keys: 'x' }, { keys: [null, 1, {}, { kid: 1 }] }])
    expect(await kids(odd)).toEqual(['token-1']);
});

test('[AUTH-23] no more keys are looked at than any server has', async () => {
  const flood = Array.from({ length: LIMITS.jwksKeys - 1 }, (_, n) => ({ ...thief.jwk, kid: `token-x${n}` }));
  const genuine = await endorsed(second, first);
  expect(await kids({ keys: [...flood, genuine] })).toContain('token-2');
  expect(await kids({ keys: [...flood, thief.jwk, genuine] })).not.toContain('token-2');
});

test('[AUTH-31] where a browser knows no Ed25519, what such a key vouches for is left aside, and the rest of the chain holds', async () => {
  const chain = { keys: [first.jwk, await endorsed(second, first), await endorsed(third, second)] };
  expect([await canCheckStatements(held), await canCheckStatements({ keys: [code.jwk] })]).toEqual([true, false]);
  forgetEd25519();
  expect([await canCheckStatements(held), await canCheckStatements({ keys: [second.jwk] })]).toEqual([false, true]);
  expect(await kids(chain)).toEqual(['token-1']);
  expect((await mergeServerKeys({ keys: [first.jwk, second.jwk] }, chain)).keys).toHaveLength(3);
});

afterEach(() => vi.restoreAllMocks());

test('[AUTH-26] a token says which key it is from', async () => {
  const token = (await endorsed(second, first)).endorsement ?? '';
  expect(namesHeldKey(token, held)).toBe(true);
  for (const odd of [token.replace(/^[^.]+/, btoa('{"kid":"token-2"}')), 'x', '', 'a.b.c'])
    expect(namesHeldKey(odd, held)).toBe(false);
});
