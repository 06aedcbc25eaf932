import type { Translation } from '#shared/ui/i18n/translation.ts';
import type { papers as french } from '../fr/papers.ts';

export const papers: Translation<typeof french> = {
  invoices: {
    title: 'الفواتير',
    none: 'لا فواتير',
    noneMore: 'الفواتير المدخلة في الهواتف تأخذ رقمها هنا.',
    reference: 'الفاتورة',
    client: 'الزبون',
    by: 'أدخلها',
    at: 'صدرت في',
    payment: 'الدفع',
    ht: 'دون رسوم',
    vat: 'ض.ق.م',
    stamp: 'الطابع',
    ttc: 'مع الرسوم (دج)',
    stampDuty: 'حق الطابع',
    quantity: 'الكمية',
  },
};
