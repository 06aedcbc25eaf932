import { describe, expect, it } from 'vitest';
import type { SalesPaper } from '#shared/ui/paper/sales-paper.ts';
import { layOut, type Measure, PICTURE } from './picture.ts';

/** Every letter is as wide as half its height. */
const measure: Measure = (text, { size }) => (text.length * size) / 2;

const paper = (more: Partial<SalesPaper> = {}): SalesPaper => ({
  language: 'fr',
  title: 'Facture',
  reference: 'FAC-ALG-2026-000123',
  stamp: null,
  facts: ['Du 22/11/2026'],
  parties: [{ title: 'Client', name: 'Supérette du Port', rows: [] }],
  heads: { code: '', product: '', quantity: '', price: '', tva: '', amount: '' },
  lines: [
    { key: '1', code: 'HAL', name: 'Halloumi', quantity: '10', price: '450,00', tva: '19 %', amount: '4 500,00' },
  ],
  notes: null,
  totals: [{ label: 'Total TTC', value: '5 849,00 DA', isDue: true }],
  words: [],
  note: null,
  hands: [],
  ...more,
});

const texts = (made: SalesPaper) => layOut(made, measure).marks.flatMap((mark) => (mark.kind === 'text' ? [mark] : []));

describe('the picture of a paper', () => {
  it('[PAPER-5] is as long as what stands on it, and nothing lies outside of it', () => {
    const short = layOut(paper(), measure);
    const long = layOut(paper({ note: 'La facture suit avec son numéro. '.repeat(20), hands: ['Remis par'] }), measure);
    expect(long.height).toBeGreaterThan(short.height);
    for (const { marks, height, width } of [short, long]) {
      for (const mark of marks) {
        expect(mark.y).toBeGreaterThanOrEqual(PICTURE.margin);
        expect(mark.y).toBeLessThan(height - PICTURE.margin);
        if (mark.kind !== 'text') continue;
        const reach = measure(mark.text, mark.font);
        expect(reach, mark.text).toBeLessThanOrEqual(width - 2 * PICTURE.margin);
      }
    }
  });

  it('[PAPER-5] an amount stands at the end of its line, and below a name that leaves no room', () => {
    const [due] = texts(paper()).filter(({ text }) => text === '5 849,00 DA');
    const [name] = texts(paper()).filter(({ text }) => text === 'Total TTC');
    expect(due).toMatchObject({ align: 'right', x: PICTURE.width - PICTURE.margin, y: name?.y });
    const label = 'Total TTC de tout ce qui fut remis ce jour';
    const crowded = texts(paper({ totals: [{ label, value: '5 849,00 DA', isDue: true }] }));
    const y = (text: string) => crowded.find((mark) => mark.text === text)?.y ?? 0;
    expect(y('5 849,00 DA')).toBeGreaterThan(y(label));
  });

  it('[PAPER-5] an Arabic paper begins at the right, its French sentence at the left', () => {
    const marks = texts(
      paper({ language: 'ar', title: 'فاتورة', words: [{ language: 'fr', lead: 'Arrêtée à', text: 'mille dinars' }] }),
    );
    expect(marks.find(({ text }) => text.startsWith('فاتورة'))).toMatchObject({ align: 'right', isRtl: true });
    expect(marks.find(({ text }) => text.startsWith('Arrêtée'))).toMatchObject({ align: 'left', isRtl: false });
    expect(marks.find(({ text }) => text === '5 849,00 DA')).toMatchObject({ align: 'left', x: PICTURE.margin });
  });

  it('[PAPER-5] a name without a blank is broken where it must be', () => {
    const name = 'F'.repeat(100);
    const parts = texts(paper({ facts: [name] })).filter(({ text }) => /^F+$/.test(text));
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.map(({ text }) => text).join('')).toBe(name);
  });
});
