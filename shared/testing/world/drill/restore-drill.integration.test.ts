import { expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { drill } from './drill.ts';
import { restoreOf, WAYS } from './ways.ts';

/** The two ways that have least in common; `npm run restore-drill` goes all of them, on two clusters. */
const SHORT = ['while the server runs', 'without a hub'];

test.each(WAYS.filter(({ name }) => SHORT.includes(name)))(
  '[RESTORE-3] an older state comes back, and nothing is lost or counted twice: $name',
  async (way) => {
    const made: TestDatabase[] = [];
    const newDatabase = async () => {
      const database = await createTestDatabase();
      made.push(database);
      return database.url;
    };
    const { epochs, ...outcome } = await drill(await restoreOf(way, newDatabase));
    for (const database of made) await database.drop();
    expect(outcome).toMatchObject({ forgotten: 4, lost: 0, doubled: [] });
    expect(epochs[1]).not.toBe(epochs[0]);
  },
);
