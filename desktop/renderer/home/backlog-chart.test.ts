import { expect, it } from 'vitest';
import { backlogBars } from './backlog-chart.ts';

it('[DEPOT-11] draws what waited against the most of the hour, and nothing where nothing waited', () => {
  const history = [0, 1, 500, 1_000].map((waiting, minute) => ({ at: `2026-11-22T09:0${minute}:00.000Z`, waiting }));
  expect(backlogBars(history).map(({ height }) => height)).toEqual([0, 0.06, 0.5, 1]);
  expect(backlogBars(history.slice(0, 1))).toEqual([]);
  expect(backlogBars(history.map((sample) => ({ ...sample, waiting: 0 })))).toEqual([]);
});
