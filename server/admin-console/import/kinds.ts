import type { ImportKindName } from '#shared/contract/hq/import.ts';
import type { fr } from '../texts/fr.ts';

/** The first line of a file of each kind, as an example to begin with. The columns in brackets may be left out. */
export const HEADERS: Record<ImportKindName, { needed: string[]; optional: string[] }> = {
  products: { needed: ['code', 'name', 'unit', 'price_ht_da', 'tva_rate'], optional: [] },
  clients: { needed: ['name'], optional: ['phone', 'address', 'tax_id', 'lat', 'lng', 'depot_ids'] },
  lots: {
    needed: ['depot_id', 'product_id', 'lot_number', 'produced_at', 'expires_at', 'quantity'],
    optional: [],
  },
  deliveries: {
    needed: [
      ...['depot_id', 'driver_user_id', 'client_id', 'planned_for'],
      ...['product_id', 'quantity', 'unit_price_ht_da', 'tva_rate'],
    ],
    optional: [],
  },
};

/** What comes first of each thing that would be made, to be recognised. */
export const SHOWN: Record<ImportKindName, (keyof (typeof fr)['import']['shown'])[]> = {
  products: ['code', 'name', 'unit'],
  clients: ['name', 'phone', 'address'],
  lots: ['lot_number', 'produced_at', 'expires_at'],
  deliveries: ['client_name', 'planned_for'],
};

/** A file of that name, or its type, as what it is sent. A spreadsheet says nothing of the letters in a CSV: the server finds out. */
export const CSV_TYPE = 'text/csv';
