import type { NewProduct } from '#shared/contract/hq/requests.ts';
import { ARABIC, CATEGORIES } from './categories.ts';

/** Code, name, unit, price without TVA in dinars, TVA in percent. */
const ROWS: [string, string, string, number, number][] = [
  ['CAM-250', 'Camembert El Bahdja 250 g', 'pièce', 285, 19],
  ['CAM-125', 'Camembert El Bahdja 125 g', 'pièce', 155, 19],
  ['BRI-200', 'Brie doux 200 g', 'pièce', 320, 19],
  ['BRI-1K', 'Brie à la coupe 1 kg', 'pièce', 1450, 19],
  ['MAN-6', 'Manchengo 6 mois, meule 3 kg', 'meule', 6900, 19],
  ['MAN-12', 'Manchengo 12 mois, meule 3 kg', 'meule', 8400, 19],
  ['MAN-T', 'Manchengo en tranches 200 g', 'barquette', 540, 19],
  ['GOU-500', 'Gouda jeune 500 g', 'pièce', 720, 19],
  ['GOU-M', 'Gouda, meule 4 kg', 'meule', 5350, 19],
  ['EDA-B', 'Édam, boule 1,7 kg', 'boule', 2380, 19],
  ['CHE-R', 'Cheddar rouge, pain 2,5 kg', 'pain', 3650, 19],
  ['CHE-T', 'Cheddar en tranches 400 g', 'paquet', 610, 19],
  ['MOZ-200', 'Mozzarella fraîche 200 g', 'sachet', 295, 19],
  ['MOZ-R', 'Mozzarella râpée 1 kg', 'sachet', 1180, 19],
  ['EMM-R', 'Emmental râpé 200 g', 'sachet', 330, 19],
  ['EMM-B', 'Emmental, bloc 3 kg', 'bloc', 4200, 19],
  ['FET-200', 'Feta en saumure 200 g', 'barquette', 310, 19],
  ['FET-4K', 'Feta en saumure, seau 4 kg', 'seau', 4300, 19],
  ['HAL-225', 'Halloumi 225 g', 'pièce', 480, 19],
  ['RIC-250', 'Ricotta 250 g', 'pot', 245, 19],
  ['CHV-B', 'Bûche de chèvre 180 g', 'pièce', 420, 19],
  ['CHV-F', 'Chèvre frais aux herbes 150 g', 'pièce', 365, 19],
  ['BLEU-150', 'Bleu crémeux 150 g', 'pièce', 450, 19],
  ['FON-16', 'Fromage fondu, 16 portions', 'boîte', 180, 19],
  ['FON-24', 'Fromage fondu, 24 portions', 'boîte', 260, 19],
  ['TAR-500', 'Fromage à tartiner 500 g', 'pot', 430, 19],
  ['FRA-1K', 'Fromage frais, seau 1 kg', 'seau', 620, 19],
  ['JBEN', 'Jben fermier 400 g', 'pièce', 350, 9],
  ['LAI-1', 'Lait pasteurisé 1 L', 'sachet', 25, 0],
  ['LAI-UHT', 'Lait UHT demi-écrémé 1 L', 'brique', 118, 9],
  ['LBEN-1', 'Lben 1 L', 'sachet', 70, 9],
  ['RAIB', 'Raïb nature 110 g', 'pot', 22, 9],
  ['YAO-N8', 'Yaourt nature, 8 pots', 'lot', 168, 9],
  ['YAO-F8', 'Yaourt aux fruits, 8 pots', 'lot', 208, 9],
  ['YAO-B1', 'Yaourt à boire 1 L', 'bouteille', 172, 9],
  ['CRE-20', 'Crème fraîche 20 cl', 'pot', 142, 19],
  ['CRE-1L', 'Crème liquide 35 % 1 L', 'brique', 690, 19],
  ['BEU-200', 'Beurre doux 200 g', 'plaquette', 375, 19],
  ['BEU-5K', 'Beurre pâtissier 5 kg', 'carton', 8600, 19],
  ['SMEN', 'Smen traditionnel 500 g', 'pot', 890, 9],
];

export const PRODUCTS: NewProduct[] = ROWS.map(([code, name, unit, dinars, tva_rate]) => ({
  code,
  name,
  unit,
  price_ht: dinars * 100,
  tva_rate,
  name_ar: ARABIC[code]?.[0] ?? null,
  unit_ar: ARABIC[code]?.[1] ?? null,
  ...categoryOf(code),
}));

function categoryOf(code: string): Pick<NewProduct, 'category' | 'lot_tracked'> {
  const category = CATEGORIES.find(({ codes }) => codes.includes(code));
  return { category: category?.category ?? null, lot_tracked: category?.lot_tracked ?? false };
}
