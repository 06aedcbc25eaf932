import { expect, test } from 'vitest';
import { splitBySource } from './recall.ts';

test('[LOT-4] what was noted at the delivery is told from what follows from the stock', () => {
  expect(splitBySource({ quantity: 5, returned: 0 }, 0)).toEqual([{ quantity: 5, returned: 0, source: 'computed' }]);
  expect(splitBySource({ quantity: 5, returned: 1 }, 9)).toEqual([{ quantity: 5, returned: 1, source: 'recorded' }]);
  expect(splitBySource({ quantity: 5, returned: 4 }, 2)).toEqual([
    { quantity: 2, returned: 1, source: 'recorded' },
    { quantity: 3, returned: 3, source: 'computed' },
  ]);
});
