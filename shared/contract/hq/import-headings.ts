import type { ImportKindName } from './import.ts';

/** What a column is called in a file's first line: in French, Arabic and English, the first of each shown to people. */
export interface Headings {
  fr: readonly [string, ...string[]];
  ar: readonly [string, ...string[]];
  en: readonly [string, ...string[]];
}

const said = (
  fr: string,
  ar: string,
  en: string,
  more: Partial<Record<'fr' | 'ar' | 'en', string[]>> = {},
): Headings => ({
  fr: [fr, ...(more.fr ?? [])],
  ar: [ar, ...(more.ar ?? [])],
  en: [en, ...(more.en ?? [])],
});

const external_id = said('Référence externe', 'المرجع الخارجي', 'External reference', {
  fr: ['Réf. externe', 'Code ERP'],
});
const depot = {
  depot: said('Dépôt', 'المستودع', 'Depot', { fr: ['Code dépôt'] }),
  depot_id: said('N° de dépôt', 'رقم المستودع', 'Depot number'),
};
const product = {
  product: said('Produit', 'المنتج', 'Product', {
    fr: ['Code produit', 'Article', 'Code article'],
    en: ['Product code', 'Item'],
  }),
  product_id: said('N° de produit', 'رقم المنتج', 'Product number'),
};
const name = said('Nom', 'الاسم', 'Name', {
  fr: ['Désignation', 'Raison sociale', 'Libellé'],
  ar: ['التسمية'],
  en: ['Description'],
});
const tva_rate = said('TVA %', 'نسبة الضريبة', 'VAT %', { fr: ['TVA', 'Taux TVA'], en: ['VAT', 'VAT rate'] });
const quantity = said('Quantité', 'الكمية', 'Quantity', { fr: ['Qté'], en: ['Qty'] });

/** Every column that a file of each kind may have, by the name that the API gives it. */
export const IMPORT_HEADINGS = {
  products: {
    code: said('Code', 'الرمز', 'Code', { fr: ['Code produit', 'Code article', 'Réf.'], en: ['Product code'] }),
    name,
    unit: said('Unité', 'الوحدة', 'Unit', { fr: ['Unité de vente'] }),
    price_ht_da: said('Prix HT (DA)', 'السعر دون رسوم (دج)', 'Price excl. VAT (DA)', {
      fr: ['Prix HT', 'Prix'],
      ar: ['السعر'],
      en: ['Price'],
    }),
    price_ht: said('Prix HT (centimes)', 'السعر دون رسوم (سنتيم)', 'Price excl. VAT (centimes)'),
    tva_rate,
    name_ar: said('Nom arabe', 'الاسم بالعربية', 'Arabic name'),
    unit_ar: said('Unité arabe', 'الوحدة بالعربية', 'Arabic unit'),
    barcode: said('Code-barres', 'الرمز الشريطي', 'Barcode', { fr: ['Code barre', 'EAN', 'GTIN'] }),
    category: said('Famille', 'الصنف', 'Category', { fr: ['Catégorie'] }),
    lot_tracked: said('Suivi par lot', 'تتبع الدفعات', 'Lots asked for'),
    price_distributor_da: said('Prix distributeur (DA)', 'سعر الموزع (دج)', 'Distributor price (DA)'),
    price_wholesaler_da: said('Prix grossiste (DA)', 'سعر الجملة (دج)', 'Wholesaler price (DA)'),
    price_shop_da: said('Prix magasin (DA)', 'سعر المحل (دج)', 'Shop price (DA)'),
    price_fast_food_da: said('Prix restauration (DA)', 'سعر المطاعم (دج)', 'Fast food price (DA)'),
    price_public_da: said('Prix organisme public (DA)', 'سعر الهيئات العمومية (دج)', 'Public body price (DA)'),
    prices_since: said('Prix valables dès le', 'الأسعار سارية من', 'Prices valid from'),
    external_id,
  },
  clients: {
    name,
    phone: said('Téléphone', 'الهاتف', 'Phone', { fr: ['Tél.', 'Mobile'] }),
    address: said('Adresse', 'العنوان', 'Address'),
    depots: said('Dépôts', 'المستودعات', 'Depots', { fr: ['Dépôt'], ar: ['المستودع'], en: ['Depot'] }),
    depot_ids: said('N° des dépôts', 'أرقام المستودعات', 'Depot numbers'),
    kind: said('Type de client', 'نوع الزبون', 'Client kind', { fr: ['Type', 'Catégorie'], en: ['Kind'] }),
    tax_id: said('Matricule fiscal', 'المعرف الضريبي', 'Tax number'),
    rc: said('RC', 'السجل التجاري', 'Trade register', { fr: ['Registre du commerce'] }),
    nif: said('NIF', 'الرقم الجبائي', 'Fiscal number (NIF)'),
    nis: said('NIS', 'الرقم الإحصائي', 'Statistical number (NIS)'),
    ai: said('AI', 'مادة الإخضاع', 'Tax article (AI)', { fr: ["Article d'imposition"] }),
    opening_hours: said('Horaires', 'أوقات العمل', 'Opening hours'),
    note: said('Remarque', 'ملاحظة', 'Note', { fr: ['Note', 'Observation'] }),
    proof_signature: said('Signature demandée', 'التوقيع مطلوب', 'Signature asked for'),
    proof_photo: said('Photo demandée', 'الصورة مطلوبة', 'Photo asked for'),
    credit_limit_da: said('Plafond de crédit (DA)', 'سقف الدين (دج)', 'Credit limit (DA)', { fr: ['Plafond'] }),
    credit_limit: said('Plafond de crédit (centimes)', 'سقف الدين (سنتيم)', 'Credit limit (centimes)'),
    lat: said('Latitude', 'خط العرض', 'Latitude'),
    lng: said('Longitude', 'خط الطول', 'Longitude'),
    external_id,
  },
  users: {
    username: said('Identifiant', 'اسم المستخدم', 'User name', { fr: ['Login'], en: ['Login'] }),
    name: said('Nom', 'الاسم', 'Name', { fr: ['Nom complet', 'Nom et prénom'], en: ['Full name'] }),
    role: said('Fonction', 'الوظيفة', 'Role', { fr: ['Rôle', 'Poste'] }),
    ...depot,
    external_id,
  },
  lots: {
    ...depot,
    ...product,
    lot_number: said('Lot', 'الدفعة', 'Lot', { fr: ['N° de lot', 'Numéro de lot'], en: ['Lot number'] }),
    produced_at: said('Fabriqué le', 'تاريخ الإنتاج', 'Produced on', { fr: ['Date de fabrication', 'Production'] }),
    expires_at: said('Expire le', 'تاريخ الانتهاء', 'Expires on', { fr: ["Date d'expiration", 'DLC', 'Péremption'] }),
    quantity,
    external_id,
  },
  deliveries: {
    ...depot,
    driver: said('Chauffeur', 'السائق', 'Driver'),
    driver_user_id: said('N° de chauffeur', 'رقم السائق', 'Driver number'),
    client: said('Client', 'الزبون', 'Client'),
    client_id: said('N° de client', 'رقم الزبون', 'Client number'),
    planned_for: said('Jour', 'اليوم', 'Day', {
      fr: ['Date', 'Prévue le', 'Date de livraison'],
      en: ['Date', 'Planned for'],
    }),
    ...product,
    quantity,
    unit_price_ht_da: said('Prix HT (DA)', 'السعر دون رسوم (دج)', 'Price excl. VAT (DA)', {
      fr: ['Prix HT', 'Prix', 'PU HT'],
      ar: ['السعر'],
      en: ['Price'],
    }),
    unit_price_ht: said('Prix HT (centimes)', 'السعر دون رسوم (سنتيم)', 'Price excl. VAT (centimes)'),
    tva_rate,
    external_id,
  },
} as const satisfies Record<ImportKindName, Record<string, Headings>>;

export type ImportColumn<K extends ImportKindName = ImportKindName> = K extends ImportKindName
  ? keyof (typeof IMPORT_HEADINGS)[K] & string
  : never;
