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
    const result = winningFields(clocks, fields, at, id);
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
