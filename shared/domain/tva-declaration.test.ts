import { expect, test } from 'vitest';
import { declarationText } from './tva-declaration.ts';

test('[RPT-9] the TVA of a month in a file: a line for each rate, what was credited taken off, their sum, and the stamp duty', () => {
  const rates = [
    { tva_rate: 9, base_ht: 500_00, tva: 45_00, credited_ht: 0, credited_tva: 0 },
    { tva_rate: 19, base_ht: 1_000_00, tva: 190_00, credited_ht: 100_50, credited_tva: 19_10 },
  ];
  expect(declarationText({ month: '2026-11', rates, stamp_duty: 12_00 }).split('\r\n')).toEqual([
    'MOIS;LIGNE;TAUX;VENTES_HT;TVA;AVOIRS_HT;AVOIRS_TVA;NET_HT;NET_TVA',
    '2026-11;TVA;9;500;45;0;0;500;45',
    '2026-11;TVA;19;1000;190;100,5;19,1;899,5;170,9',
    '2026-11;TOTAL;;1500;235;100,5;19,1;1399,5;215,9',
    '2026-11;TIMBRE;;;;;;;12',
    '',
  ]);
});
