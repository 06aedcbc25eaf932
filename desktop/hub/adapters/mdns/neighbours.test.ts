import { expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { remember } from './announce-hub.ts';
import type { Neighbour } from './records.ts';

const neighbour = (hub: string, depot = 'ORN'): Neighbour => ({ hub, depot, host: 'manchengo-x.local', port: 8443 });

test('[FIND-13] a yard full of made-up hubs takes no more room than the screen shows', () => {
  const heard = new Map<string, { neighbour: Neighbour; at: number }>();
  for (let n = 0; n < 10_000; n += 1) remember(heard, neighbour(`hub-${n}`), n);
  expect(heard.size).toBe(LIMITS.neighboursShown);
  // One that is known goes on being heard.
  remember(heard, neighbour('hub-0', 'ALG'), 20_000);
  expect(heard.get('hub-0')).toMatchObject({ at: 20_000, neighbour: { depot: 'ALG' } });
});

test('[FIND-13] a name beyond all length is not kept', () => {
  const heard = new Map<string, { neighbour: Neighbour; at: number }>();
  remember(heard, neighbour('x'.repeat(LIMITS.identifierChars)), 1);
  remember(heard, neighbour('x'.repeat(LIMITS.identifierChars + 1)), 1);
  expect(heard.size).toBe(1);
});
