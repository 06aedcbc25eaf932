import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { firstFailure, testAll } from '../conformance/checks.ts';
import { mutantStores } from '../conformance/mutant-stores.ts';
import { storeSuite } from '../conformance/store-suite.ts';
import { openRealStores, type RealStores } from './real-stores.ts';

let stores: RealStores;
beforeAll(async () => {
  stores = await openRealStores();
});
afterAll(() => stores?.close());

describe.each(['server', 'hub'] as const)('the store of the %s', (kind) => {
  testAll(storeSuite, () => stores[kind]);

  test.each(mutantStores)('is not taken for one that $name', async ({ mutant, breaks }) => {
    const subject = stores[kind];
    const broken = { ...subject, store: mutant(subject.store, subject.hub) };
    expect(await firstFailure(storeSuite, broken)).toContain(`[${breaks}]`);
  });
});
