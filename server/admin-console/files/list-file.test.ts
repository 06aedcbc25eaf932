import { expect, it } from 'vitest';
import { fileName, headPart, rowsPart } from './list-file.ts';

it('[CONSOLE-19] [FRAUD-10] a list becomes a file with its heads, figures as figures, and no cell that reckons', () => {
  const columns = [
    { head: 'Client', value: ({ name }: { name: string; owed: number }) => name },
    { head: 'Solde', value: ({ owed }: { name: string; owed: number }) => owed / 100 },
  ];
  const rows = [
    { name: '=cmd()', owed: -50 },
    { name: 'Café; Nour', owed: 1_250_50 },
  ];
  expect(headPart(columns) + rowsPart(columns, rows)).toBe(
    '\uFEFFClient;Solde\r\n\'=cmd();-0,5\r\n"Café; Nour";1250,5\r\n',
  );
});

it('[CONSOLE-19] a file’s name has letters and digits of any language, and the day', () => {
  expect(fileName('Bons / livraisons', '2026-12-01', 'csv')).toBe('Bons-livraisons-2026-12-01.csv');
  expect(fileName('فواتير', '2026-12-01', 'csv')).toBe('فواتير-2026-12-01.csv');
});
