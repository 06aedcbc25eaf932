import { ok } from '#shared/contract/errors.ts';
import type { ImportColumn } from '#shared/contract/hq/import-headings.ts';
import {
  centimes,
  day,
  degrees,
  dinars,
  numberList,
  oneOf,
  percent,
  type Read,
  wholeNumber,
  yesOrNo,
} from './cells.ts';
import type { ReferredKind } from './references.ts';
import { CLIENT_KIND_WORDS, ROLE_WORDS } from './words.ts';

/** One column of a file: into which member of the API's input it goes, and how its cells are read. */
export interface Column {
  /** Left out: its own name. */
  member?: string;
  read: (cell: string, column: string) => Read<unknown>;
  /** Cells may be empty, and the column missing. */
  optional?: true;
  /** Another column that says the same in another way: one of the two stands in the file. */
  instead?: string;
  /** Its cells name a thing, or several with `|` between them, by code, name or what the ERP calls it. */
  refers?: { kind: ReferredKind; many?: true };
}

type Columns = Record<string, Column>;

const text: Column['read'] = (cell) => ok(cell);
const optionalText: Column = { read: text, optional: true };

/** An amount in centimes, as the API names it, or in dinars as people write it. */
const amount = (member: string): Columns => ({
  [member]: { read: centimes, instead: `${member}_da` },
  [`${member}_da`]: { member, read: dinars, instead: member },
});
const optionalAmount = (member: string): Columns => ({
  [member]: { read: centimes, optional: true },
  [`${member}_da`]: { member, read: dinars, optional: true },
});

/** A thing by what people call it, or by its number as the API has it. */
const thing = (
  name: string,
  kind: ReferredKind,
  member = `${name}_id`,
  read: Column['read'] = wholeNumber,
): Columns => ({
  [name]: { member, read: text, refers: { kind }, instead: member },
  [member]: { read, instead: name },
});
const optional = (columns: Columns): Columns =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, { ...column, optional: true as const }]));

const products: Columns = {
  code: { read: text },
  name: { read: text },
  unit: { read: text },
  ...amount('price_ht'),
  tva_rate: { read: percent },
  name_ar: optionalText,
  unit_ar: optionalText,
  barcode: optionalText,
  category: optionalText,
  lot_tracked: { read: yesOrNo, optional: true },
  ...optional({
    price_distributor_da: { read: dinars },
    price_wholesaler_da: { read: dinars },
    price_shop_da: { read: dinars },
    price_fast_food_da: { read: dinars },
    price_public_da: { read: dinars },
    prices_since: { read: day },
  }),
  external_id: optionalText,
};

const clients: Columns = {
  name: { read: text },
  phone: optionalText,
  address: optionalText,
  tax_id: optionalText,
  lat: { read: degrees, optional: true },
  lng: { read: degrees, optional: true },
  depots: { member: 'depot_ids', read: text, optional: true, refers: { kind: 'depots', many: true } },
  depot_ids: { read: numberList, optional: true },
  kind: { read: oneOf(CLIENT_KIND_WORDS), optional: true },
  rc: optionalText,
  nif: optionalText,
  nis: optionalText,
  ai: optionalText,
  opening_hours: optionalText,
  note: optionalText,
  proof_signature: { read: yesOrNo, optional: true },
  proof_photo: { read: yesOrNo, optional: true },
  ...optionalAmount('credit_limit'),
  external_id: optionalText,
};

const users: Columns = {
  username: { read: (cell) => ok(cell.toLowerCase()) },
  name: { read: text },
  role: { read: oneOf(ROLE_WORDS) },
  ...optional(thing('depot', 'depots')),
  external_id: optionalText,
};

const lots: Columns = {
  ...thing('depot', 'depots'),
  ...thing('product', 'products'),
  lot_number: { read: text },
  produced_at: { read: day },
  expires_at: { read: day },
  quantity: { read: wholeNumber },
  external_id: optionalText,
};

const deliveries: Columns = {
  ...thing('depot', 'depots'),
  ...thing('driver', 'users', 'driver_user_id'),
  ...thing('client', 'clients', 'client_id', (cell) => ok(cell.toLowerCase())),
  planned_for: { read: day },
  ...thing('product', 'products'),
  quantity: { read: wholeNumber },
  // Where they are left out, the product's price for this client on this day, and its rate.
  ...optionalAmount('unit_price_ht'),
  tva_rate: { read: percent, optional: true },
  external_id: optionalText,
};

export const IMPORT_COLUMNS: {
  products: Record<ImportColumn<'products'>, Column>;
  clients: Record<ImportColumn<'clients'>, Column>;
  users: Record<ImportColumn<'users'>, Column>;
  lots: Record<ImportColumn<'lots'>, Column>;
  deliveries: Record<ImportColumn<'deliveries'>, Column>;
} = { products, clients, users, lots, deliveries } as never;
