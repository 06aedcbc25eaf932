import { expect, it } from 'vitest';
import type { LotRecall } from '#shared/contract/hq/stock.ts';
import { recallFile } from './recall-file.ts';

it('[LOT-4] [FRAUD-10] the file of a recall names each client once a paper, its telephone as text, and the source', () => {
  const to = { client_name: 'Café; Nour', phone: '+213 550', quantity: 3, returned: 1, at: 'T', user_name: 'Karim' };
  const given = [{ ...to, reference: 'BL-1', depot_id: 1, source: 'recorded' as const }];
  const words = { heads: ['a'], depot: () => 'Alger', at: (iso: string) => iso, source: (source: string) => source };
  expect(recallFile({ given } as unknown as LotRecall, words)).toBe(
    `\uFEFFa\r\n"Café; Nour";'+213 550;3;1;T;Karim;BL-1;Alger;recorded\r\n`,
  );
});
