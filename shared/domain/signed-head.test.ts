import { expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { furthestHead, type SignedHead } from './signed-head.ts';

const kept = (head: string): SignedHead => ({ jws: `word of ${head}`, head });
const offered = (head: string | undefined, jws = `word of ${head}`) => ({
  jws,
  claims: head === undefined ? {} : { head },
});

test('[CUST-31] a device keeps the furthest head of the epoch that it follows', () => {
  expect(furthestHead(null, offered('a.3'), null)).toEqual(kept('a.3'));
  expect(furthestHead(kept('a.3'), offered('a.4'), 'a.1')).toEqual(kept('a.4'));
  expect(furthestHead(kept('a.10'), offered('a.9'), 'a.1')).toEqual(kept('a.10'));
  // Another epoch has begun, and an older statement of the one before is still carried about.
  expect(furthestHead(kept('a.10'), offered('b.2'), 'b.1')).toEqual(kept('b.2'));
  expect(furthestHead(kept('b.2'), offered('a.10'), 'b.1')).toEqual(kept('b.2'));
});

test('[CUST-31] what says no head, nonsense, or is too long to be shown is not kept', () => {
  for (const head of [undefined, '', 'a', 'a.-1', 'A.1'])
    expect(furthestHead(kept('a.3'), offered(head), 'a.1')).toEqual(kept('a.3'));
  const longest = 'x'.repeat(LIMITS.headChars);
  expect(furthestHead(null, offered('a.3', longest), null)?.jws).toBe(longest);
  expect(furthestHead(null, offered('a.3', `${longest}x`), null)).toBeNull();
});
