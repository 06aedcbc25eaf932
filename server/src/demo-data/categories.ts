/** What the catalogue says of products beyond a name and a price, by their codes. */
interface Category {
  category: string;
  /** Fresh goods: their lots are asked for where they are handed over. */
  lot_tracked: boolean;
  codes: string[];
}

export const CATEGORIES: Category[] = [
  { category: 'Pâtes molles', lot_tracked: false, codes: ['CAM-250', 'CAM-125', 'BRI-200', 'BRI-1K', 'BLEU-150'] },
  { category: 'Manchengo', lot_tracked: false, codes: ['MAN-6', 'MAN-12', 'MAN-T'] },
  { category: 'Pâtes pressées', lot_tracked: false, codes: ['GOU-500', 'GOU-M', 'EDA-B', 'CHE-R', 'CHE-T', 'EMM-B'] },
  { category: 'Fromages râpés', lot_tracked: false, codes: ['MOZ-R', 'EMM-R'] },
  {
    category: 'Fromages frais',
    lot_tracked: true,
    codes: ['MOZ-200', 'RIC-250', 'CHV-F', 'FRA-1K', 'JBEN'],
  },
  {
    category: 'Laits et yaourts',
    lot_tracked: false,
    codes: ['LAI-1', 'LAI-UHT', 'LBEN-1', 'RAIB', 'YAO-N8', 'YAO-B1'],
  },
  { category: 'Beurres et crèmes', lot_tracked: false, codes: ['CRE-20', 'CRE-1L', 'BEU-200', 'BEU-5K', 'SMEN'] },
];

/** Arabic name and unit. */
export const ARABIC: Record<string, [name: string, unit: string]> = {
  'CAM-250': ['كممبير البهجة 250 غ', 'قطعة'],
  'CAM-125': ['كممبير البهجة 125 غ', 'قطعة'],
  'BRI-200': ['جبن بري طري 200 غ', 'قطعة'],
  'MAN-6': ['مانشنغو 6 أشهر، قرص 3 كغ', 'قرص'],
  'MAN-T': ['مانشنغو شرائح 200 غ', 'علبة'],
  'GOU-500': ['غودا طري 500 غ', 'قطعة'],
  'CHE-T': ['شيدر شرائح 400 غ', 'علبة'],
  'MOZ-200': ['موزاريلا طازجة 200 غ', 'كيس'],
  'MOZ-R': ['موزاريلا مبشورة 1 كغ', 'كيس'],
  'FET-200': ['فيتا في محلول ملحي 200 غ', 'علبة'],
  'HAL-225': ['حلوم 225 غ', 'قطعة'],
  'RIC-250': ['ريكوتا 250 غ', 'علبة'],
  'FON-16': ['جبن مذاب، 16 قطعة', 'علبة'],
  JBEN: ['جبن بلدي 400 غ', 'قطعة'],
  'LAI-1': ['حليب مبستر 1 ل', 'كيس'],
  'LBEN-1': ['لبن 1 ل', 'كيس'],
  RAIB: ['رايب طبيعي 110 غ', 'علبة'],
  'BEU-200': ['زبدة 200 غ', 'قالب'],
  SMEN: ['سمن تقليدي 500 غ', 'علبة'],
};
