import type { Translation } from '#shared/ui/i18n/translation.ts';
import type { papers as french } from '../fr/papers.ts';

export const papers: Translation<typeof french> = {
  invoices: {
    title: 'Invoices',
    none: 'No invoices',
    noneMore: 'Invoices made on the phones get their number here.',
    reference: 'Invoice',
    client: 'Client',
    by: 'Made by',
    at: 'Issued',
    payment: 'Payment',
    ht: 'Excl. VAT',
    vat: 'VAT',
    stamp: 'Stamp',
    ttc: 'Incl. VAT (DA)',
    stampDuty: 'Stamp duty',
    quantity: 'Quantity',
  },
};
