import { csvLine } from './csv.ts';

/** What was sold and credited at one rate of TVA, in centimes. */
interface Part {
  tva_rate: number;
  base_ht: number;
  tva: number;
  credited_ht: number;
  credited_tva: number;
}

interface Declared {
  month: string;
  rates: readonly Part[];
  stamp_duty: number;
}

const HEAD = ['MOIS', 'LIGNE', 'TAUX', 'VENTES_HT', 'TVA', 'AVOIRS_HT', 'AVOIRS_TVA', 'NET_HT', 'NET_TVA'];

const row = (month: string, name: string, rate: number | null, part: Omit<Part, 'tva_rate'>): string => {
  const { base_ht, tva, credited_ht, credited_tva } = part;
  const amounts = [base_ht, tva, credited_ht, credited_tva, base_ht - credited_ht, tva - credited_tva];
  return csvLine([month, name, rate, ...amounts.map((amount) => amount / 100)]);
};

/** The TVA of a month as the declaration wants it, in a file: a line for each rate, their sum, and the stamp duty. */
export function declarationText({ month, rates, stamp_duty }: Declared): string {
  const sum = (of: (part: Part) => number) => rates.reduce((total, part) => total + of(part), 0);
  const all = {
    base_ht: sum(({ base_ht }) => base_ht),
    tva: sum(({ tva }) => tva),
    credited_ht: sum(({ credited_ht }) => credited_ht),
    credited_tva: sum(({ credited_tva }) => credited_tva),
  };
  const lines = rates.map((part) => row(month, 'TVA', part.tva_rate, part));
  const stamp = csvLine([month, 'TIMBRE', null, null, null, null, null, null, stamp_duty / 100]);
  return [csvLine(HEAD), ...lines, row(month, 'TOTAL', null, all), stamp].join('');
}
