import Type, { type TSchema } from 'typebox';
import { DeliveryStatus, LotState, Role } from '../entities.ts';
import { LIMITS } from '../limits.ts';
import { Day, Time, Uuid } from '../scalars.ts';
import { TourState } from '../tour.ts';
import type { HqList } from './lists.ts';

/** Query parameters are text; numbers among them are recognised by their form. */
export const NumberText = Type.String({ pattern: '^[1-9][0-9]{0,8}$' });

/** A moment, or a day in Algiers: `from` and `updated_since` its beginning, `to` its end. */
export const Moment = Type.Union([Time, Day]);

const Flag = Type.Union([Type.Literal('true'), Type.Literal('false')]);
const ShortText = Type.String({ maxLength: LIMITS.identifierChars });
const inTime = { from: Moment, to: Moment };
/** What has changed since a moment, whoever changed it: for programs that keep a copy. */
const changed = { updated_since: Moment };
const entry = { device_id: Uuid, user_id: NumberText };

/** What each of HQ's lists is narrowed by beside a depot and a search. */
export const LIST_FILTERS = {
  depots: changed,
  users: { role: Role, ...changed },
  hubs: {},
  devices: { user_id: NumberText, is_active: Flag },
  products: { is_active: Flag, ...changed },
  clients: { ...changed, owing: Flag },
  deliveries: {
    status: DeliveryStatus,
    planned_for: Day,
    driver_user_id: NumberText,
    client_id: Uuid,
    from: Day,
    to: Day,
    reference: ShortText,
    ...changed,
  },
  invoices: {
    client_id: Uuid,
    created_by: NumberText,
    delivery_id: Uuid,
    ...inTime,
    reference: ShortText,
    ...changed,
  },
  'credit-notes': { client_id: Uuid, invoice_id: Uuid, ...inTime, reference: ShortText, ...changed },
  payments: { client_id: Uuid, user_id: NumberText, method: ShortText, ...inTime, ...changed },
  tours: { day: Day, driver_user_id: NumberText, state: TourState, from: Day, to: Day },
  stock: { product_id: NumberText, ...changed },
  lots: { product_id: NumberText, state: LotState, in_stock: Flag, ...changed },
  'stock/transfers': { product_id: NumberText, state: ShortText, ...changed },
  events: { ...entry, status: ShortText, entity_id: ShortText, action: ShortText, ...inTime },
  conflicts: { ...entry, ...inTime, answered: Flag },
  corrections: { ...entry, ...inTime, answered: Flag },
  alerts: { kind: ShortText, ...entry, seen: Flag, ...inTime },
  quarantine: { ...entry, ...inTime },
  refused: {},
  acts: { ...inTime, user_id: NumberText, what: ShortText, entity_id: ShortText },
  'audit-entries': { ...entry, action: ShortText, ...inTime },
  'service-accounts': {},
  webhooks: {},
} as const satisfies Record<HqList, Record<string, TSchema>>;

/** What each may be sorted by, up as it stands here, down with a `-` before it. Without `sort` each has an order of its own. */
export const LIST_SORTS = {
  depots: ['code', 'name'],
  users: ['name', 'username'],
  hubs: ['name'],
  devices: ['registered_at', 'last_seen_at'],
  products: ['code', 'name', 'price_ht'],
  clients: ['name', 'balance', 'updated_at'],
  deliveries: ['planned_for'],
  invoices: ['created_at'],
  'credit-notes': ['created_at'],
  payments: ['collected_at'],
  tours: ['day'],
  stock: ['quantity'],
  lots: ['produced_at', 'expires_at'],
  'stock/transfers': ['sent_at'],
  events: ['stored_at'],
  conflicts: ['stored_at'],
  corrections: ['stored_at'],
  alerts: ['created_at'],
  quarantine: ['stored_at'],
  refused: [],
  acts: ['at'],
  'audit-entries': ['occurred_at'],
  'service-accounts': [],
  webhooks: [],
} as const satisfies Record<HqList, readonly string[]>;

/** The values of a list's `sort`. */
export const sortsOf = (list: HqList): string[] => LIST_SORTS[list].flatMap((name) => [name, `-${name}`]);

function queryOf(list: HqList) {
  const sorts = sortsOf(list).map((sort) => Type.Literal(sort));
  const filters: Record<string, TSchema> = LIST_FILTERS[list];
  return Type.Object(
    {
      limit: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,5}$' })),
      cursor: Type.Optional(Type.String({ maxLength: LIMITS.cursorChars })),
      q: Type.Optional(Type.String({ maxLength: LIMITS.searchChars })),
      depot_id: Type.Optional(NumberText),
      ...(sorts.length > 0 && { sort: Type.Optional(Type.Union(sorts)) }),
      ...Object.fromEntries(Object.entries(filters).map(([name, schema]) => [name, Type.Optional(schema)])),
    },
    { additionalProperties: false },
  );
}

/** What a list of HQ may be asked with, and nothing else. */
export const HQ_LIST_QUERIES = Object.fromEntries(
  (Object.keys(LIST_FILTERS) as HqList[]).map((list) => [list, queryOf(list)]),
) as Record<HqList, ReturnType<typeof queryOf>>;
