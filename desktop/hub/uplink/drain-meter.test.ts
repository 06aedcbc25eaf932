import { expect, test } from 'vitest';
import { drainMeter } from './drain-meter.ts';

test('[HUB-31] says how much of a long queue has gone, how fast, and how long the rest takes', () => {
  const meter = drainMeter();
  expect(meter.read(60_000, 0)).toBeNull();
  meter.note(1_000, 59_000, 1_000);
  expect(meter.read(59_000, 1_000)).toEqual({ sent: 1_000, total: 60_000, per_second: 0, seconds_left: null });
  meter.note(2_000, 58_000, 1_500);
  meter.note(3_000, 57_000, 2_000);
  expect(meter.read(57_000, 2_000)).toEqual({ sent: 3_000, total: 60_000, per_second: 2_000, seconds_left: 29 });
});

test('[HUB-31] what comes meanwhile is part of the whole, and an empty queue ends it', () => {
  const meter = drainMeter();
  meter.note(1_000, 4_000, 0);
  expect(meter.read(4_500, 500)).toMatchObject({ sent: 1_000, total: 5_500 });
  meter.note(5_500, 0, 3_000);
  expect(meter.read(0, 3_000)).toBeNull();
  expect(meter.read(10, 4_000)).toBeNull();
  meter.note(5_505, 5, 5_000);
  expect(meter.read(5, 5_000)).toMatchObject({ sent: 5, total: 10 });
});

test('[HUB-31] a line that stands still has no speed, after a rest another drain begins, and a clock set back is borne', () => {
  const meter = drainMeter();
  meter.note(1_000, 9_000, 100_000);
  meter.note(2_000, 8_000, 101_000);
  expect(meter.read(8_000, 101_000)?.per_second).toBe(1_000);
  expect(meter.read(8_000, 120_000)).toMatchObject({ per_second: 0, seconds_left: null });
  meter.note(3_000, 7_000, 300_000);
  expect(meter.read(7_000, 300_000)).toMatchObject({ sent: 1_000, total: 8_000 });
  meter.note(4_000, 6_000, 299_000);
  expect(meter.read(6_000, 299_000)).toMatchObject({ sent: 2_000, per_second: 0 });
});
