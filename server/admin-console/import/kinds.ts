import { CSV_MEDIA_TYPE, type ImportKindName, XLSX_MEDIA_TYPE } from '#shared/contract/hq/import.ts';
import { type Headings, IMPORT_HEADINGS } from '#shared/contract/hq/import-headings.ts';
import type { Language } from '#shared/ui/i18n/languages.ts';
import type { fr } from '../texts/fr.ts';

/** The columns that a file of each kind cannot do without; the others may be left out. */
const NEEDED: Record<ImportKindName, readonly string[]> = {
  products: ['code', 'name', 'unit', 'price_ht_da', 'tva_rate'],
  clients: ['name'],
  users: ['username', 'name', 'role'],
  lots: ['depot', 'product', 'lot_number', 'produced_at', 'expires_at', 'quantity'],
  deliveries: ['depot', 'driver', 'client', 'planned_for', 'product', 'quantity'],
};

/** Columns for programs, which people need not see: the same in numbers of the API. */
const FOR_PROGRAMS = /_id(s)?$|^(price_ht|unit_price_ht|credit_limit)$|^driver_user_id$/;

export interface ColumnText {
  column: string;
  label: string;
  isNeeded: boolean;
}

const headingsOf = (kind: ImportKindName): [string, Headings][] => Object.entries(IMPORT_HEADINGS[kind]);

/** Every column of a kind that people write, by its heading in their language, what is needed first. */
export function columnsFor(kind: ImportKindName, language: Language): ColumnText[] {
  const all = headingsOf(kind)
    .filter(([column]) => column === 'external_id' || !FOR_PROGRAMS.test(column))
    .map(([column, { [language]: names }]) => ({ column, label: names[0], isNeeded: NEEDED[kind].includes(column) }));
  return [...all.filter(({ isNeeded }) => isNeeded), ...all.filter(({ isNeeded }) => !isNeeded)];
}

/** What people call a column; a heading of the file, where it is none. */
export function labelOf(kind: ImportKindName, column: string, language: Language): string {
  const found = headingsOf(kind).find(([name]) => name === column);
  return found ? found[1][language][0] : column;
}

/** What comes first of each thing that would be made, to be recognised. */
export const SHOWN: Record<ImportKindName, (keyof (typeof fr)['import']['shown'])[]> = {
  products: ['code', 'name', 'unit', 'barcode'],
  clients: ['name', 'phone', 'address'],
  users: ['username', 'name'],
  lots: ['lot_number', 'produced_at', 'expires_at'],
  deliveries: ['client_name', 'planned_for'],
};

/** How a CSV may be written that does not say it itself. */
export const CHARSETS = ['auto', 'windows-1252', 'windows-1256', 'utf-16le'] as const;
export type Charset = (typeof CHARSETS)[number];

/** As what a file is sent: a workbook by its name, anything else as text. */
export function mediaTypeOf(name: string, charset: Charset): string {
  if (/\.xlsx$/i.test(name)) return XLSX_MEDIA_TYPE;
  return charset === 'auto' ? CSV_MEDIA_TYPE : `${CSV_MEDIA_TYPE}; charset=${charset}`;
}
