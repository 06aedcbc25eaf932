import { afterAll, beforeAll, describe } from 'vitest';
import { signClaims } from '#server/identity/tokens.ts';
import { adversarialSuite } from '../conformance/adversarial-suite.ts';
import type { Target } from '../conformance/adversary.ts';
import { testAll } from '../conformance/checks.ts';
import { openNode } from './conformance-nodes.ts';

describe.each(['server', 'hub'] as const)('the %s withstands', (kind) => {
  let target: Target;
  beforeAll(async () => {
    const { node, world } = await openNode(kind);
    // One phone a person: a user has three at most.
    const phones = new Map<string, ReturnType<typeof node.signIn>>();
    const signIn = (username: string) => {
      const phone = phones.get(username) ?? node.signIn(username);
      phones.set(username, phone);
      return phone;
    };
    target = { ...node, signIn, sign: (typ, claims) => signClaims(world.server.deps.keys, typ, claims) };
  });
  afterAll(() => target?.close());

  testAll(adversarialSuite, () => target);
});
