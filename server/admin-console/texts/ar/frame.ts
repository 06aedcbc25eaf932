import type { Translation } from '#shared/ui/i18n/translation.ts';
import type { frame as french } from '../fr/frame.ts';

export const frame: Translation<typeof french> = {
  signIn: { title: 'لوحة المقر', username: 'اسم المستخدم', password: 'كلمة السر', submit: 'تسجيل الدخول' },
  nav: {
    label: 'الأقسام',
    deliveries: 'التسليمات',
    invoices: 'الفواتير',
    payments: 'المقبوضات',
    stock: 'المخزون',
    attention: 'للمعالجة',
    devices: 'الأجهزة',
    users: 'المستخدمون',
    hubs: 'حواسيب المستودعات',
    signOut: 'تسجيل الخروج',
    readOnly: 'للقراءة فقط',
  },
  list: {
    search: 'بحث',
    depot: 'المستودع',
    all: 'الكل',
    more: 'عرض المزيد',
    count_zero: 'لا أسطر',
    count_one: 'سطر واحد',
    count_two: 'سطران',
    count_few: '{{count}} أسطر',
    count_other: '{{count}} سطرًا',
    cut_one: '{{count}} سطر معروض، ويوجد غيره.',
    cut_other: '{{count}} سطرًا معروضًا، ويوجد غيرها.',
    countMore: 'أكثر من {{count}} سطر',
    noMatch: 'لا شيء يطابق هذه المرشحات',
    noMatchMore: 'أزل أحد المرشحات لترى أسطرًا أكثر.',
    clear: 'إزالة المرشحات',
    open: 'عرض {{name}}',
  },
  notFound: 'هذه الصفحة غير موجودة',
  notFoundMore: 'اختر قسمًا من القائمة.',
  noAccess: 'اللوحة مخصصة للمقر',
  noAccessMore:
    'تطبيقك على هاتفك: صِله بشبكة Wi-Fi الخاصة بالمستودع وافتح العنوان المعروض على شاشة المستودع، تحت «إضافة هاتف».',
};
