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
  payments: {
    title: 'المقبوضات',
    none: 'لا توجد مقبوضات',
    noneMore: 'ما يقبضه السائقون والبائعون خارج عمليات التسليم يصل إلى هنا.',
    at: 'تاريخ القبض',
    client: 'الزبون',
    by: 'من طرف',
    method: 'الوسيلة',
    cheque: 'الشيك',
    amount: 'المبلغ (دج)',
    state: 'الحالة',
    cancelled: 'أُلغي:',
    cancel: 'إلغاء القبض',
    keep: 'دون تغيير',
    cancelTitle: 'إلغاء هذا القبض؟',
    cancelText: 'يصبح الزبون مدينا بهذا المبلغ من جديد، ويُعلَم من قبضه. لا رجعة في ذلك.',
    reason: 'السبب، مثل شيك بدون رصيد',
  },
};
