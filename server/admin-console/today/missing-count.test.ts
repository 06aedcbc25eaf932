import { expect, it } from 'vitest';
import { missingCount } from './missing-count.ts';

const record = {
  ...{ depot_id: 1, depot_name: 'Alger', user_id: 1, user_name: 'Karim', device_id: '', device_name: '' },
  ...{ checksum: null, missing_since: null, as_of: null, open_deliveries: 0 },
};

it('[CONSOLE-12] counts what of a phone is missing: in its gaps, or after what is here', () => {
  expect(missingCount({ ...record, complete_up_to: 9, last_said: 9, missing: [] })).toBe(0);
  expect(missingCount({ ...record, complete_up_to: 9, last_said: 12, missing: [] })).toBe(3);
  expect(
    missingCount({
      ...record,
      complete_up_to: 4,
      last_said: 12,
      missing: [
        [5, 5],
        [8, 9],
      ],
    }),
  ).toBe(3);
});
