import type { Translation } from '#shared/ui/i18n/translation.ts';
import type { frame as french } from '../fr/frame.ts';

export const frame: Translation<typeof french> = {
  nav: { label: 'الشاشات', tour: 'الجولة', sell: 'بيع', stock: 'المخزون', me: 'أنا', back: 'رجوع' },
  list: {
    more_zero: 'لا مزيد.',
    more_one: 'واحد آخر.',
    more_two: 'اثنان آخران.',
    more_few: '{{count}} أخرى.',
    more_many: '{{count}} أخرى.',
    more_other: '{{count}} أخرى.',
    typeMore: 'اكتب حروفًا أخرى.',
    show_one: 'عرض واحد آخر',
    show_two: 'عرض اثنين آخرين',
    show_other: 'عرض {{count}} أخرى',
  },
  me: {
    title: 'أنا',
    device: 'هذا الهاتف',
    version: 'النسخة',
    lastPull: 'بيانات المستودع',
    lastPullNever: 'لم تصل بعد',
    storage: 'ذاكرة محمية',
    storageYes: 'نعم: لن يمسح المتصفح ما أدخلته',
    storageNo: 'لا: ثبّت التطبيق على الشاشة الرئيسية',
    mobileData: 'الإرسال إلى المقر عبر بيانات الهاتف',
    appearance: 'العرض',
    update: 'نسخة جديدة جاهزة',
    updateUnsent_one:
      'بقي {{count}} في انتظار الإرسال: لا يضيع شيء بالتحديث، لكن أرسل أولًا إن كان المستودع في المتناول.',
    updateUnsent_other:
      'بقي {{count}} في انتظار الإرسال: لا يضيع شيء بالتحديث، لكن أرسل أولًا إن كان المستودع في المتناول.',
    updateAction: 'تحديث',
    signOut: 'تسجيل الخروج…',
    signOutSure: 'تسجيل الخروج؟',
    signOutMore: 'ستحتاج إلى شبكة المستودع لتسجيل الدخول من جديد.',
    signOutUnsent_one: 'إدخال واحد لم يصل بعد إلى المقر. يبقى على هذا الهاتف ويُرسل عند دخولك من جديد.',
    signOutUnsent_two: 'إدخالان لم يصلا بعد إلى المقر. يبقيان على هذا الهاتف ويُرسلان عند دخولك من جديد.',
    signOutUnsent_few: '{{count}} إدخالات لم تصل بعد إلى المقر. تبقى على هذا الهاتف وتُرسل عند دخولك من جديد.',
    signOutUnsent_other: '{{count}} إدخالًا لم يصل بعد إلى المقر. يبقى على هذا الهاتف ويُرسل عند دخولك من جديد.',
    signOutYes: 'تسجيل الخروج',
    stay: 'البقاء متصلًا',
  },
  install: {
    action: 'ثبّت على هذا الهاتف',
    title: 'على الشاشة الرئيسية',
    why: 'يُفتح التطبيق عندئذ بلمسة واحدة دون شبكة، ولا يحذف المتصفح شيئًا مما أدخلته.',
    ios: 'افتح هذه الصفحة في Safari.\nالمس زر «مشاركة» (مربع فيه سهم).\nاختر «إضافة إلى الشاشة الرئيسية» ثم «إضافة».',
    menu: 'افتح قائمة المتصفح (⋮).\nاختر «تثبيت التطبيق» أو «إضافة إلى الشاشة الرئيسية».',
    close: 'فهمت',
  },
  notFound: { title: 'هذه الصفحة غير موجودة', more: 'ارجع إلى الجولة.' },
};
