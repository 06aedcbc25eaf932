import { createHmac } from 'node:crypto';
import { expect } from 'vitest';
import { TOKEN_TYPES } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { TestDevice } from '../test-device.ts';
import { type Answer, audit, expectService, get, post, type Target } from './adversary.ts';
import type { Check } from './checks.ts';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const partsOf = (token: string): [string, string, string] => token.split('.') as [string, string, string];
const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(partsOf(token)[1], 'base64url').toString());
const bare = (authorization: string): string => authorization.replace(/^Bearer /, '');

async function expectRefused(target: Target, device: TestDevice, authorization: string, why: string): Promise<void> {
  const event = audit(device);
  const refused = ({ status, body }: Answer) => expect([status, body.code], why).toEqual([401, 'TOKEN_INVALID']);
  refused(await post(target, authorization, device.pushBody([event])));
  refused(await get(target, authorization, '/api/sync/pull'));
  expect(await target.storedText(event.id)).toBeNull();
}

/** Tokens that the server has not signed, or not as access tokens. */
export const tokenChecks: Check<Target>[] = [
  {
    name: '[AUTH-9] a token without a signature, with a bent one, or signed with something public is none',
    async run(target) {
      const { device, authorization } = await target.signIn('driver1.alger');
      const token = bare(authorization);
      const [head, body, signature] = partsOf(token);
      const { keys } = (await get(target, '', '/.well-known/jwks.json')).body as { keys: { kid: string; x: string }[] };
      const header = JSON.parse(Buffer.from(head, 'base64url').toString());
      const hmac = (secret: string | Buffer) => {
        const text = `${encode({ ...header, alg: 'HS256' })}.${body}`;
        return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
      };
      const publicKey = keys.find(({ kid }) => kid === header.kid)?.x ?? '';
      const admin = encode({ ...claimsOf(token), role: 'admin', sub: '1' });
      const forged: [string, string][] = [
        ['alg none', `${encode({ ...header, alg: 'none' })}.${body}.`],
        ['alg None, old signature', `${encode({ ...header, alg: 'None' })}.${body}.${signature}`],
        ['no signature', `${head}.${body}.`],
        ['two parts', `${head}.${body}`],
        ['other claims', `${head}.${admin}.${signature}`],
        ['the public key as a secret', hmac(Buffer.from(publicKey, 'base64url'))],
        ['the public key’s text as a secret', hmac(publicKey)],
        ['an unknown key', `${encode({ ...header, kid: 'other' })}.${body}.${signature}`],
        ['a key that is a path', `${encode({ ...header, kid: '../../etc/passwd' })}.${body}.${signature}`],
        ['a key that is __proto__', `${encode({ ...header, kid: '__proto__' })}.${body}.${signature}`],
        ['a critical extension', `${encode({ ...header, crit: ['x'], x: 1 })}.${body}.${signature}`],
      ];
      for (const [why, text] of forged) await expectRefused(target, device, `Bearer ${text}`, why);
      for (const odd of ['Bearer', `Basic ${token}`, token, `Bearer ${token} ${token}`, 'Bearer a.b.c', 'Bearer ...']) {
        await expectRefused(target, device, odd, odd.slice(0, 20));
      }
      await expectService(target, { device, authorization });
    },
  },
  {
    name: '[AUTH-9] a token that brings its own key along is not believed',
    async run(target) {
      const { device, authorization } = await target.signIn('driver1.alger');
      const thief = new TestDevice(0);
      const header = { alg: 'ES256', typ: TOKEN_TYPES.access, jwk: thief.publicKey, jku: 'http://127.0.0.1:9/' };
      const text = `${encode(header)}.${encode(claimsOf(bare(authorization)))}`;
      await expectRefused(target, device, `Bearer ${text}.${thief.signText(text)}`, 'the thief’s own key');
    },
  },
  {
    name: '[AUTH-9] what the server signed for another purpose is no access token',
    async run(target) {
      const { device, authorization } = await target.signIn('driver1.alger');
      const claims = claimsOf(bare(authorization));
      for (const typ of [TOKEN_TYPES.refresh, TOKEN_TYPES.checkpoint, TOKEN_TYPES.wipeOrder, 'JWT', '']) {
        await expectRefused(target, device, `Bearer ${await target.sign(typ, claims)}`, typ);
      }
      await expectRefused(
        target,
        device,
        `Bearer ${await target.sign(TOKEN_TYPES.access, { ...claims, iss: 'x' })}`,
        'iss',
      );
    },
  },
  {
    name: '[AUTH-20] a token that is not valid yet is none, on a push neither',
    async run(target) {
      const { device, authorization } = await target.signIn('driver1.alger');
      const claims = claimsOf(bare(authorization));
      const iat = Number(claims.iat);
      const ahead = LIMITS.tokenToleranceSeconds + 60;
      const early: [string, object][] = [
        ['iat', { iat: iat + ahead, exp: iat + ahead + 900 }],
        ['a year ahead', { iat: iat + 31_536_000, exp: iat + 31_537_000 }],
        ['nbf', { nbf: iat + ahead }],
        ['nbf that is no time', { nbf: 'tomorrow' }],
        ['no iat', { iat: undefined }],
        ['iat that is no time', { iat: 'now' }],
        ['no exp', { exp: undefined }],
      ];
      for (const [why, change] of early) {
        const token = await target.sign(TOKEN_TYPES.access, { ...claims, ...change });
        await expectRefused(target, device, `Bearer ${token}`, why);
      }
      const near = { iat: iat + 60, nbf: iat + 60 };
      const tolerated = await target.sign(TOKEN_TYPES.access, { ...claims, ...near });
      await expectService(target, { device, authorization: `Bearer ${tolerated}` });
    },
  },
  {
    name: '[AUTH-8] an expired token reads nothing, however it is dressed, and still hands in',
    async run(target) {
      const { device, authorization } = await target.signIn('driver1.alger');
      const claims = claimsOf(bare(authorization));
      const old = { ...claims, iat: Number(claims.iat) - 100_000, exp: Number(claims.exp) - 100_000 };
      const expired = `Bearer ${await target.sign(TOKEN_TYPES.access, old)}`;
      for (const call of ['pull', 'bootstrap', 'status']) {
        const { status, body } = await get(target, expired, `/api/sync/${call}`);
        expect([status, body.code], call).toEqual([401, 'TOKEN_EXPIRED']);
      }
      await expectService(target, { device, authorization: expired });
    },
  },
];
