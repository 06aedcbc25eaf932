import { fr } from '../texts/fr.ts';

export type ActText = keyof (typeof fr)['acts']['what'];

/** The acts that have a text here. */
export const TRANSLATED_ACTS = (Object.keys(fr.acts.what) as ActText[]).filter((what) => what !== 'OTHER');

/** Which `acts.what.*` text names an act; a newer server may know more than is known here. */
export const actText = (what: string): ActText => TRANSLATED_ACTS.find((known) => known === what) ?? 'OTHER';

export type MemberText = keyof (typeof fr)['acts']['member'];

/** How the value of each member that people know is shown; what is not here is nobody's but the machines'. */
const FORMS = {
  name: 'text',
  code: 'text',
  username: 'text',
  unit: 'text',
  phone: 'text',
  address: 'text',
  tax_id: 'text',
  rc: 'text',
  nif: 'text',
  nis: 'text',
  ai: 'text',
  opening_hours: 'text',
  note: 'text',
  name_ar: 'text',
  barcode: 'text',
  category: 'text',
  reason: 'text',
  revoke_reason: 'text',
  cancel_reason: 'text',
  reference: 'text',
  lot_number: 'text',
  price_ht: 'money',
  amount: 'money',
  total_ttc: 'money',
  credit_limit: 'money',
  tva_rate: 'percent',
  quantity: 'number',
  received_quantity: 'number',
  remaining_quantity: 'number',
  status: 'status',
  role: 'role',
  method: 'method',
  is_active: 'flag',
  goods_back: 'flag',
  depot_id: 'depot',
  to_depot_id: 'depot',
  depot_ids: 'depots',
  driver_user_id: 'user',
  planned_for: 'day',
  cancelled_at: 'moment',
  seen_at: 'moment',
  expires_at: 'moment',
} as const satisfies Record<MemberText, string>;

export interface ShownMember {
  name: MemberText;
  form: (typeof FORMS)[MemberText];
  before: unknown;
  after: unknown;
}

type Members = Record<string, unknown> | null;

/** The members of an act that are told to people, in one order. */
export const shownMembers = (before: Members, after: Members): ShownMember[] =>
  (Object.keys(FORMS) as MemberText[])
    .filter((name) => name in (before ?? {}) || name in (after ?? {}))
    .map((name) => ({ name, form: FORMS[name], before: before?.[name] ?? null, after: after?.[name] ?? null }));
