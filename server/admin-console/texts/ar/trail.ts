/** All entries of devices, and the steps behind them. */
export const trail = {
  entries: {
    none: 'لا إدخال',
    noneMore: 'ما تسجّله الهواتف يصل إلى هنا، سواء أُخذ به أم لا.',
    outcome: 'ما آل إليه',
  },
  trail: {
    none: 'لا خطوة',
    noneMore: 'ما يُفعل على الأجهزة يُدوَّن هنا بمجرد اتصال الهاتف بالمقر.',
    what: 'الخطوة',
    at: 'بتوقيت الجهاز',
    version: 'التطبيق',
    battery: 'البطارية',
    network: 'الشبكة',
    place: 'المكان',
    openThing: 'فتح',
    signed: 'الدليل',
    step: {
      DELIVERY_SCANNED: 'مُسح الرمز',
      DELIVERY_OPENED: 'فُتح التسليم',
      INVOICE_DRAFTED: 'بدأت فاتورة',
      PHONE_LOCKED: 'قُفل الهاتف',
      PHONE_UNLOCKED: 'فُتح الهاتف',
      SIGNED_IN: 'تسجيل الدخول',
      SIGNED_OUT: 'تسجيل الخروج',
    },
  },
  proof: {
    title: 'الإثباتات',
    lots: 'من أي دفعات أُخذت',
    logged: 'من يفتح صورة أو توقيعًا يُكتب في سجل الأعمال.',
    notHere: 'لم تصل إلى المقر بعد',
    kind: { PHOTO: 'صورة', SIGNATURE: 'توقيع' },
    see: { PHOTO: 'عرض الصورة', SIGNATURE: 'عرض التوقيع' },
  },
};
