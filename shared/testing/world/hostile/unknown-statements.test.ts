import { expect, test } from 'vitest';
import { learningVerifier } from '#hub/uplink/statement-keys.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { systemClock } from '#shared/ports/clock.ts';
import type { Transport } from '#shared/ports/transport.ts';
import { keyLearner } from '../../../../mobile-pwa/sync/learn-keys.ts';
import type { Session } from '../../../../mobile-pwa/sync/session-store.ts';
import { newPhoneFile } from '../phone/phone-file.ts';

/** Statements by keys that nobody has, as a hub may make them up: how often they cost a question. */
const PAUSE_MS = LIMITS.unknownStatementSeconds * 1000;
const HELD = { kty: 'EC', crv: 'P-256', x: 'AAAA', y: 'AAAA', kid: 'token-1' };
const statementBy = (kid: string): string =>
  `${Buffer.from(JSON.stringify({ alg: 'ES256', kid })).toString('base64url')}.e30.`;

function movingClock() {
  let now = Date.parse('2026-11-22T09:00:00Z');
  return {
    clock: { ...systemClock, now: () => now },
    pass: (ms: number) => {
      now += ms;
    },
  };
}

/** What the first word costs, and each further one after its pause. */
const PAUSES: [string, number, number][] = [
  ['at once', 0, 0],
  ['a moment before the pause is over', PAUSE_MS - 1, 0],
  ['when it is over', 1, 1],
  ['after the clock was set back by an hour', -3_600_000, 1],
];

test('[AUTH-29] after asking in vain a phone asks again when thirty seconds are over, and not a moment sooner', async () => {
  const { clock, pass } = movingClock();
  const { vault } = await newPhoneFile();
  const session = { device_id: 'd', jwks: { keys: [HELD] }, needs_sign_in: false };
  await vault.saveSession(session as unknown as Session);
  let asked = 0;
  const transport: Transport = {
    request: async () => {
      asked += 1;
      return { kind: 'answer', status: 200, retryAfterSeconds: null, body: { keys: [HELD] } };
    },
  };
  const nodes = async () => [{ kind: 'hub' as const, url: 'http://hub' }];
  const { forStatement: keysFor } = keyLearner({ sessionStore: vault, transport, nodes, clock });
  await keysFor(statementBy('token-1'));
  expect(asked, 'a word by a key that is held').toBe(0);
  await keysFor(statementBy('token-7'));
  expect(asked).toBe(1);
  for (const [when, ms, costs] of PAUSES) {
    pass(ms);
    const before = asked;
    expect(await keysFor(statementBy('token-8'))).toEqual({ keys: [HELD] });
    expect(asked - before, when).toBe(costs);
  }
});

test('[AUTH-29] so does a hub', async () => {
  const { clock, pass } = movingClock();
  let asked = 0;
  const keys = {
    jwks: { keys: [HELD] },
    refresh: async () => {
      asked += 1;
    },
  };
  const words = learningVerifier(keys, clock);
  await words.readCheckpoint(statementBy('token-1'));
  expect(asked, 'a word by a key that is held').toBe(0);
  await words.readWipeOrder(statementBy('token-7'));
  expect(asked).toBe(1);
  for (const [when, ms, costs] of PAUSES) {
    pass(ms);
    const before = asked;
    await words.readCheckpoint(statementBy('token-8'));
    expect(asked - before, when).toBe(costs);
  }
});
