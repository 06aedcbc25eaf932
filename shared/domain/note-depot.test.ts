import { expect, test } from 'vitest';
import { depotOfNote, nonceOf } from './note-depot.ts';

const ID = '00000000-0000-7000-8000-0000000000d1';
const code = (nonce: string) => `MCG1.${ID}.${nonce}.${'s'.repeat(86)}`;

test('[FORM-5] a code says its depot, whatever chance its nonce has drawn', () => {
  for (const chance of ['AbC-_0123456', 'D7_D7_D7_D7_', '------------']) {
    expect(depotOfNote(code(nonceOf(12, chance)))).toBe(12);
    expect(depotOfNote(` ${code(nonceOf(2_147_483_647, chance))}\n`)).toBe(2_147_483_647);
  }
});

test('[FORM-5] an older code names none, though chance had it look like one', () => {
  for (const nonce of ['AbC-_0123456', 'D12_AbCdEfGh', 'D1_______D1_', 'nonce'])
    expect(depotOfNote(code(nonce))).toBeNull();
  expect(depotOfNote('MCS1.AAAAAAAA')).toBeNull();
});
