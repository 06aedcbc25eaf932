import { describe, expect, it } from 'vitest';
import { createI18n } from '../i18n/create-i18n.ts';
import { rollRows } from './roll-rows.ts';
import { type Sale, salesPaper } from './sales-paper.ts';

const i18n = createI18n({});

const SALE: Sale = {
  kind: 'invoice',
  reference: 'FAC-ALG-2026-000123',
  is_cancelled: false,
  at: '2026-11-22T09:42:00.000Z',
  payment: 'CASH',
  lines: [
    { product_id: 1, quantity: 10, unit_price_ht: 450_00, tva_rate: 19 },
    { product_id: 2, quantity: 4, unit_price_ht: 100_00, tva_rate: 9 },
  ],
  ...{ total_ht: 4_900_00, total_tva: 891_00, stamp_duty: 58_00, total_ttc: 5_849_00 },
  seller: {
    name: 'Manchengo SPA',
    legal_form: 'SPA',
    activity: 'Fromages',
    address: 'Zone industrielle, Alger',
    phone: '023 45 67 89',
    capital: 10_000_000_00,
    ...{ rc: '16/00-1234567B12', nif: '000116180001234', nis: '001116180012345', ai: '16123456789' },
  },
  buyer: {
    name: 'Supérette du Port',
    address: 'Rue du Port',
    phone: null,
    ...{ rc: '16/00-7654321A10', nif: '000116180009876', nis: null, ai: null },
  },
  made_by: null,
};

const PRODUCTS = new Map([[1, { code: 'HAL', name: 'Halloumi', unit: 'pièce' }]]);

const printed = (sale: Partial<Sale>, language: 'fr' | 'ar' | 'en' = 'fr') =>
  salesPaper(
    { ...SALE, ...sale },
    { textsOf: (spoken) => i18n.getFixedT(spoken, 'ui'), language, productOf: (id) => PRODUCTS.get(id) },
  );

const plain = (text: string) => text.replace(/[\u202F\u00A0]/g, ' ').replace(/[\u2066\u2068\u2069]/g, '');
const texts = (sale: Partial<Sale>, language?: 'fr' | 'ar' | 'en') =>
  rollRows(printed(sale, language)).map((row) => {
    if (row.kind === 'rule') return '—';
    return plain(row.kind === 'pair' ? `${row.start} = ${row.end}` : row.text);
  });

describe('the paper of a sale', () => {
  it('[PAPER-3] names both parties with their identities, TVA by rate, stamp duty, and the total in letters, French and Arabic', () => {
    expect(texts({})).toEqual([
      ...['Manchengo SPA', 'SPA', 'Fromages', 'Zone industrielle, Alger', 'Tél. 023 45 67 89'],
      ...['RC 16/00-1234567B12', 'NIF 000116180001234', 'NIS 001116180012345', 'AI 16123456789'],
      'Capital 10 000 000,00 DA',
      'Facture FAC-ALG-2026-000123',
      'Du 22/11/2026 · Paiement : espèces',
      '—',
      ...['Client', 'Supérette du Port', 'Rue du Port', 'RC 16/00-7654321A10', 'NIF 000116180009876'],
      '—',
      ...['Halloumi', '10 pièce × 450,00 · 19 % = 4 500,00'],
      // A product that this phone was never told of.
      ...['—', '4 × 100,00 · 9 % = 400,00'],
      '—',
      'Total HT = 4 900,00',
      'TVA 9 % · 400,00 = 36,00',
      'TVA 19 % · 4 500,00 = 855,00',
      'Timbre fiscal = 58,00',
      'Total TTC = 5 849,00 DA',
      'Arrêtée la présente facture à la somme de : cinq mille huit cent quarante-neuf dinars algériens',
      expect.stringMatching(/^أوقفت هذه الفاتورة على مبلغ: خمسة آلاف/),
    ]);
  });

  it('[PAPER-3] in Arabic the letters of the total are Arabic first, and French beside them', () => {
    expect(printed({}, 'ar').words.map(({ language }) => language)).toEqual(['ar', 'fr']);
    expect(printed({}, 'en').words.map(({ language }) => language)).toEqual(['en', 'fr', 'ar']);
    expect(texts({}, 'ar')).toContain('فاتورة FAC-ALG-2026-000123');
  });

  it('[PAPER-4] is a draft until it has its number, and says so when it was cancelled', () => {
    expect(printed({}).stamp).toBeNull();
    expect(printed({ reference: null }).stamp).toBe('BROUILLON');
    expect(printed({ is_cancelled: true }).stamp).toBe('ANNULÉE');
  });

  it('[PAPER-4] a bon has no number: its hour, who made it out, and room for two signatures', () => {
    const bon = { kind: 'bon', reference: null, made_by: 'Nadia' } as const;
    expect(printed(bon).stamp).toBeNull();
    const rows = texts(bon);
    expect(rows).toContain('Bon de livraison');
    expect(rows).toContain('Du 22/11/2026 10:42 · Paiement : espèces');
    expect(rows).toContain('Établi par Nadia');
    expect(rows.slice(-2)).toEqual(['Remis par', 'Reçu par (nom, date, cachet)']);
    expect(rows.some((row) => row.startsWith('Arrêtée'))).toBe(false);
  });

  it('[SUMMARY-5] lists the delivery notes of an invoice that sums them up, by number and day', () => {
    const notes = [
      { reference: 'BL-ALG-2026-000007', day: '2026-11-03', total_ht: 4_500_00 },
      { reference: 'BL-ALG-2026-000012', day: '2026-11-10', total_ht: 400_00 },
    ];
    const rows = texts({ notes, payment: 'CREDIT' });
    expect(rows).toContain('Facture récapitulative FAC-ALG-2026-000123');
    expect(rows).toContain('2 bons de livraison facturés');
    expect(rows).toContain('BL-ALG-2026-000007 · 03/11/2026 = 4 500,00');
    expect(rows).toContain('BL-ALG-2026-000012 · 10/11/2026 = 400,00');
    expect(texts({ notes }, 'ar')).toContain('فاتورة إجمالية FAC-ALG-2026-000123');
  });

  it('[PAPER-3] leaves out the seller where nobody has told who that is', () => {
    expect(texts({ seller: null })[0]).toBe('Facture FAC-ALG-2026-000123');
  });
});
