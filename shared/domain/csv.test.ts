import { expect, it, test } from 'vitest';
import { csvAmount, csvLine } from './csv.ts';

test.each(['=1+1', '+213 550', '-1+1', '@SUM(A1)', '\tx', '\rx'])(
  '[FRAUD-10] a cell %j of a file that is made here stays a text',
  (text) => {
    const line = csvLine([text]);
    expect(line.replace(/^"/, '').startsWith(`'${text[0]}`)).toBe(true);
  },
);

it('[FRAUD-10] figures are figures, negative ones too; quotes, semicolons and lines inside a cell are kept', () => {
  expect(csvLine([csvAmount(-1_250_50), 3, null, 'Café; "Nour"\nAlger', 'a=b'])).toBe(
    '-1250,5;3;;"Café; ""Nour""\nAlger";a=b\r\n',
  );
});
