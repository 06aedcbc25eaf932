import { expect, it } from 'vitest';
import { daysOf, needsOfAll } from './needs.ts';

const depot = {
  ...{ depot_id: 1, code: 'ALG', name: 'Alger', done: 1, partial: 0, refused: 0, failed: 0, cancelled: 0, to_come: 2 },
  ...{ late: 0, backlog: null, backlog_since: null, hub_seen_at: null },
  ...{ conflicts: 1, quarantine: 2, waiting: 5, alerts: 3 },
};
const tally = { done: 3, partial: 1, refused: 1, failed: 1, cancelled: 0, to_come: 0, delivered_ttc: 100 };

it('[CONSOLE-12] counts beside the menu what waits for a person, and sums the days of all depots', () => {
  const overview = {
    ...{ day: '2026-11-30', as_of: '2026-11-30T10:00:00.000Z', depots: [depot, { ...depot, depot_id: 2 }] },
    series: [
      { day: '2026-11-29', depot_id: 1, ...tally },
      { day: '2026-11-30', depot_id: 1, ...tally },
      { day: '2026-11-30', depot_id: 2, ...tally },
    ],
  };
  expect(needsOfAll(overview)).toBe(12);
  expect(daysOf(overview)).toEqual([
    { day: '2026-11-30', done: 6, partial: 2, failed: 2, toCome: 0, delivered: 200 },
    { day: '2026-11-29', done: 3, partial: 1, failed: 1, toCome: 0, delivered: 100 },
  ]);
});
