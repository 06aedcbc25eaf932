import { expect, test } from 'vitest';
import { type Cause, diagnose, type Finding, isByAddress } from './diagnose.ts';
import type { Answer, Asked, KnownNode } from './facts.ts';

const ALG = { kind: 'hub', hub: 'hub-alg', depot: 'ALG' } as const;
const known = (url: string, expected: KnownNode['expected'], hasAnswered = true): KnownNode => ({
  url,
  expected,
  hasAnswered,
});
const app = known('https://manchengo.local:8443', ALG);
const ownName = known('https://manchengo-0190163d.local:8443', ALG);
const address = known('https://192.168.1.10:8443', ALG);
const newAddress = known('https://10.0.0.7:8443', ALG, false);
/** The app came from a name on the Internet, which a public authority vouches for. */
const publicApp = known('https://app.example.com', null);
const hq = known('https://hq.example.com', { kind: 'server' });

const hub = (isOwn: boolean | null, of = 'ALG'): Answer => ({
  kind: 'hub',
  hub: `hub-${of.toLowerCase()}`,
  depot: of,
  name: of,
  isOwn,
});
const server: Answer = { kind: 'server' };
const stranger: Answer = { kind: 'stranger' };
const atOnce: Answer = { kind: 'none', ms: 30 };
const slow: Answer = { kind: 'none', ms: 4_000 };

interface Case {
  what: string;
  asked: [KnownNode, Answer, Finding][];
  cause: Cause;
  isGuess?: boolean;
  isOnline?: boolean;
  depot?: string;
}

const CASES: Case[] = [
  { what: 'the own hub answers', asked: [[app, hub(true), 'own_hub']], cause: 'well' },
  { what: 'a hub answers before anybody signed in', asked: [[app, hub(null), 'hub']], cause: 'well' },
  {
    what: 'a name is not found, and the hub answers at its address',
    asked: [
      [app, slow, 'no_name'],
      [ownName, atOnce, 'no_name'],
      [address, hub(true), 'own_hub'],
      [newAddress, atOnce, 'unneeded'],
    ],
    cause: 'well',
  },
  {
    what: 'the Internet is away, as on most days',
    asked: [
      [app, hub(true), 'own_hub'],
      [hq, slow, 'no_server'],
    ],
    cause: 'well',
  },
  {
    what: 'only the server answers',
    asked: [
      [app, slow, 'silent'],
      [hq, server, 'server'],
    ],
    cause: 'server_only',
  },
  {
    what: 'the server and another depot answer',
    asked: [
      [app, hub(false, 'ORN'), 'other_hub'],
      [hq, server, 'server'],
    ],
    cause: 'server_only',
  },
  {
    what: 'another depot alone answers',
    asked: [
      [app, hub(false, 'ORN'), 'other_hub'],
      [address, slow, 'silent'],
      [hq, atOnce, 'no_server'],
    ],
    cause: 'other_depot',
    depot: 'ORN',
  },
  { what: 'there is no network', asked: [[app, atOnce, 'no_name']], cause: 'no_network', isOnline: false },
  {
    what: 'a browser that takes itself for offline is not believed while somebody answers',
    asked: [[app, hub(true), 'own_hub']],
    cause: 'well',
    isOnline: false,
  },
  {
    what: 'something else answers at the depot’s address',
    asked: [
      [app, slow, 'silent'],
      [address, stranger, 'stranger'],
    ],
    cause: 'stranger',
  },
  {
    what: 'something else answers at HQ’s address, and the depot’s refuses',
    asked: [
      [address, atOnce, 'refused'],
      [hq, stranger, 'stranger'],
    ],
    cause: 'refused',
    isGuess: true,
  },
  {
    what: 'an address fails at once, of a company whose certificate was believed before',
    asked: [
      [app, slow, 'silent'],
      [newAddress, atOnce, 'refused'],
    ],
    cause: 'refused',
    isGuess: true,
  },
  {
    what: 'an address fails at once, and no machine of a yard was ever believed',
    asked: [
      [publicApp, atOnce, 'no_name'],
      [newAddress, atOnce, 'certificate'],
      [hq, slow, 'no_server'],
    ],
    cause: 'certificate',
    isGuess: true,
  },
  {
    what: 'nothing but names is known, and none is found',
    asked: [
      [app, atOnce, 'no_name'],
      [hq, atOnce, 'no_server'],
    ],
    cause: 'no_name',
    isGuess: true,
  },
  {
    what: 'names are not found and addresses say nothing: another network',
    asked: [
      [app, atOnce, 'no_name'],
      [address, slow, 'silent'],
    ],
    cause: 'silent',
    isGuess: true,
  },
  { what: 'nobody says anything', asked: [[app, slow, 'silent']], cause: 'silent', isGuess: true },
  {
    what: 'only the server is known, and it is out of reach',
    asked: [[hq, slow, 'no_server']],
    cause: 'silent',
    isGuess: true,
  },
  { what: 'no address is known', asked: [], cause: 'silent', isGuess: true },
];

test.each(CASES)('[FIND-12] $what: $cause', ({ asked, cause, isGuess = false, isOnline = true, depot = null }) => {
  const facts = asked.map(([node, answer]): Asked => ({ node, answer }));
  const findings = asked.map(([, , finding]) => finding);
  expect(diagnose(isOnline, facts)).toEqual({ cause, isGuess, depot, findings });
});

test('[FIND-12] at once is sooner than two seconds', () => {
  const after = (ms: number) => diagnose(true, [{ node: address, answer: { kind: 'none', ms } }]).cause;
  expect([after(1_999), after(2_000)]).toEqual(['refused', 'silent']);
});

test('[FIND-12] names are told from addresses', () => {
  expect(['https://192.168.1.10:8443', 'https://[fd00::1]:8443', 'http://localhost:1'].map(isByAddress)).toEqual([
    true,
    true,
    true,
  ]);
  expect(['https://manchengo.local:8443', 'https://1.example.com'].map(isByAddress)).toEqual([false, false]);
});
