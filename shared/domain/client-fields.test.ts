import fc from 'fast-check';
import { expect, test } from 'vitest';
import { correctedTime, type FieldClocks, winningFields } from './client-fields.ts';

const write = fc.record({
  id: fc.uuid(),
  at: fc
    .date({ min: new Date('2026-01-01'), max: new Date('2026-01-02'), noInvalidDate: true })
    .map((d) => d.toISOString()),
  fields: fc.dictionary(fc.constantFrom('name', 'phone', 'address'), fc.string()),
});

function settle(writes: { id: string; at: string; fields: Record<string, string> }[]) {
  let clocks: FieldClocks = {};
  const state: Record<string, unknown> = {};
  for (const { id, at, fields } of writes) {
    const result = winningFields(clocks, fields, { at, eventId: id, present: '2026-02-01T00:00:00.000Z' });
    clocks = result.clocks;
    Object.assign(state, result.won);
  }
  return state;
}

test('[CLI-1] whatever the order of arrival, the fields end the same', () => {
  fc.assert(
    fc.property(
      fc
        .uniqueArray(write, { selector: ({ id }) => id, maxLength: 6 })
        .chain((writes) => fc.tuple(fc.constant(writes), fc.shuffledSubarray(writes, { minLength: writes.length }))),
      ([writes, shuffled]) => {
        expect(settle(shuffled)).toEqual(settle(writes));
      },
    ),
  );
});

test('[CLI-1] [LESSON-9] a phone whose clock runs ahead wins nothing by it', () => {
  expect(correctedTime('2027-01-01T00:00:00.000Z', 0, '2026-01-01T08:00:00.000Z')).toBe('2026-01-01T08:00:00.000Z');
  expect(correctedTime('2026-01-01T08:10:00.000Z', 600_000, '2026-01-01T09:00:00.000Z')).toBe(
    '2026-01-01T08:00:00.000Z',
  );
});

test('[CLI-1] [TIME-4] a field clock beyond the present counts as the present and is kept so: what is written from then on wins', () => {
  const present = '2026-01-01T08:00:00.000Z';
  const ahead: FieldClocks = { name: ['2027-01-01T08:00:00.000Z', 'a'], phone: ['2026-01-01T07:00:00.000Z', 'b'] };
  const before = winningFields(ahead, { name: 'x' }, { at: '2026-01-01T07:59:59.999Z', eventId: 'c', present });
  expect(before).toEqual({ won: {}, clocks: { name: [present, 'a'], phone: ahead.phone } });
  const later = { at: '2026-01-01T08:00:00.001Z', eventId: 'd', present: '2026-01-01T09:00:00.000Z' };
  expect(winningFields(before.clocks, { name: 'y' }, later).won).toEqual({ name: 'y' });
});

test('[DLV-1] no time of an action lies before 1970 or beyond its receipt', () => {
  expect(correctedTime('0001-01-01T00:00:00.000Z', 300_000_000_000_000, '2026-01-01T08:00:00.000Z')).toBe(
    '1970-01-01T00:00:00.000Z',
  );
});
