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
  payments: {
    title: 'Payments',
    none: 'No payments',
    noneMore: 'What drivers and sellers collect apart from deliveries arrives here.',
    at: 'Collected',
    client: 'Client',
    by: 'By',
    method: 'Method',
    cheque: 'Cheque',
    amount: 'Amount (DA)',
    state: 'State',
    cancelled: 'Cancelled:',
    cancel: 'Cancel the payment',
    keep: 'Change nothing',
    cancelTitle: 'Cancel this payment?',
    cancelText: 'The client owes this amount again, and whoever collected it is told. It cannot be taken back.',
    reason: 'Reason, such as a bounced cheque',
  },
};
