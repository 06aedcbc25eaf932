import { readSheet } from 'read-excel-file/universal';
import { expect, it } from 'vitest';
import { workbookOf } from './workbook.ts';

it('[CONSOLE-19] [FRAUD-10] in a workbook a text is a text whatever it begins with, and a figure adds up', async () => {
  const texts = ['=1+1', '+213550000000', '-5 °C', '@SUM(A1)', '\tx', '\rx', '0042'];
  const rows = [...texts.map((text) => [text, 1_250.5]), ['', null]];
  const blob = await workbookOf(['Nom', 'Montant'], rows);
  const read = await readSheet(blob, { trim: false });
  expect(read[0]).toEqual(['Nom', 'Montant']);
  expect(read.slice(1, 1 + texts.length)).toEqual(texts.map((text) => [text, 1_250.5]));
  expect(await blob.text()).not.toContain('<f>');
});
