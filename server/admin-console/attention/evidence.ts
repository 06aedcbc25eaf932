import { LIMITS } from '#shared/contract/limits.ts';
import { ALERT_KINDS, type AlertKind } from '#shared/domain/decide/plan.ts';
import { CLAIM_FAULTS } from '#shared/domain/relayed-claim.ts';

/** What a member of an alert's details is, which says how a person reads it. */
export type Form =
  | 'metres'
  | 'minutes'
  | 'kmh'
  | 'percent'
  | 'count'
  /** Centimes. */
  | 'amount'
  /** Milliseconds that a clock is ahead. */
  | 'drift'
  | 'time'
  | 'day'
  | 'user'
  | 'product'
  | 'client'
  | 'delivery'
  | 'invoice'
  | 'deliveries'
  | 'entry'
  | 'action'
  | 'role'
  | 'place'
  /** Which bound a hub's claim about time misses. */
  | 'bound'
  | 'yes'
  | 'text';

type Forms = Readonly<Record<string, Form>>;
interface Members {
  /** With these its sentence speaks: `attention.evidence.<kind>` names each, with `_` for a dot. */
  said: Forms;
  /** These stand below it. */
  also?: Forms;
  /** What the rule goes by and does not write down. */
  always?: Readonly<Record<string, number>>;
}

/** Members and their units, as `shared/domain` and the server write them. */
const MEMBERS: Record<AlertKind, Members> = {
  FORBIDDEN_ACTION: { said: { action: 'action', role: 'role' }, also: { entity_type: 'text', entity_id: 'text' } },
  TOTALS_DIFFER: {
    said: { 'claimed.total_ttc': 'amount', 'computed.total_ttc': 'amount' },
    also: {
      'claimed.total_ht': 'amount',
      'claimed.total_tva': 'amount',
      'claimed.stamp_duty': 'amount',
      'computed.total_ht': 'amount',
      'computed.total_tva': 'amount',
      'computed.stamp_duty': 'amount',
      'rate.product_id': 'product',
      'rate.claimed': 'percent',
      'rate.booked': 'percent',
    },
  },
  PRICE_DIFFERS: {
    said: { product_id: 'product', signed: 'amount', nearest: 'amount', limit_percent: 'percent' },
    also: { lines: 'count' },
  },
  INACTIVE_PRODUCT: { said: { product_id: 'product' }, also: { lines: 'count' } },
  INVOICE_NOTE_DIFFERS: {
    said: { product_id: 'product', delivered: 'count', invoiced: 'count' },
    also: { lines: 'count', delivery_id: 'delivery' },
  },
  INVOICE_CASH_DIFFERS: { said: { invoiced: 'amount', collected: 'amount' }, also: { delivery_id: 'delivery' } },
  PAYMENT_NOTE_DIFFERS: {
    said: { amount: 'amount', client_id: 'client', other_client_id: 'client' },
    also: { invoice_id: 'invoice', delivery_id: 'delivery' },
  },
  AFTER_SETTLEMENT: { said: { action: 'action', day: 'day' } },
  STOCK_SHORTFALL: { said: { product_id: 'product', shortfall: 'count' } },
  EXPIRED_LOT_TAKEN: {
    said: { taken: 'count', product_id: 'product', lot_number: 'text', expires_at: 'day' },
    also: { remaining: 'count' },
  },
  EXPIRED_LOT_IN_STOCK: {
    said: { remaining: 'count', product_id: 'product', lot_number: 'text', expires_at: 'day' },
    also: { taken: 'count' },
  },
  HELD_LOT_PASSED_OVER: {
    said: { shortfall: 'count', product_id: 'product', lot_number: 'text', remaining: 'count' },
  },
  WEBHOOK_PAUSED: { said: { webhook: 'text', since: 'time' } },
  SUMS_DIFFER: { said: { differences: 'count' } },
  JOURNAL_FORK: { said: { seq: 'count' } },
  CLOCK_DRIFT: {
    said: { clock_drift_ms: 'drift', limit_minutes: 'minutes' },
    always: { limit_minutes: LIMITS.clockDriftMs / 60_000 },
  },
  WAITING_LONG: { said: { since: 'time' }, also: { waits_for: 'text' } },
  DECIDED_LATE: { said: { events: 'count', since: 'time' }, also: { 'first.event_id': 'entry' } },
  CORRECTION_REQUESTED: { said: { reason: 'text' }, also: { corrects: 'entry' } },
  OTHER_DRIVER: { said: { planned_for: 'user', validated_by: 'user' } },
  REVOKE_ASKED: { said: { asked_by: 'user', owner: 'text', reason: 'text' } },
  RESET_CODE: { said: { made_by: 'user', user_id: 'user' } },
  DEVICE_CODE: { said: { made_by: 'user', user_id: 'user' } },
  FAR_FROM_CLIENT: {
    said: { distance_m: 'metres', accuracy_m: 'metres', limit_m: 'metres' },
    also: { client_id: 'client', place: 'place', client_place: 'place' },
  },
  TOO_FAST: {
    said: { distance_m: 'metres', minutes: 'minutes', speed_kmh: 'kmh', limit_kmh: 'kmh' },
    also: { from_event_id: 'entry', from_at: 'time', to_event_id: 'entry', to_at: 'time', same_device: 'yes' },
  },
  TIME_BACKWARDS: {
    said: { from_seq: 'count', to_seq: 'count', minutes: 'minutes', limit_minutes: 'minutes' },
    also: { from_event_id: 'entry', from_at: 'time', to_event_id: 'entry', to_at: 'time' },
  },
  MANY_FAILURES: {
    said: {
      planned_for: 'day',
      failed: 'count',
      planned: 'count',
      percent: 'percent',
      limit_failures: 'count',
      limit_percent: 'percent',
    },
    also: { driver_user_id: 'user', failed_delivery_ids: 'deliveries' },
  },
  WRONG_CODE: { said: {}, also: { delivery_id: 'delivery', code_names_delivery_id: 'delivery' } },
  AFTER_REVOCATION: {
    said: { revoked_at: 'time', events: 'count', 'first.at': 'time', 'last.at': 'time', limit_minutes: 'minutes' },
    also: { 'first.event_id': 'entry', 'last.event_id': 'entry' },
  },
  CASH_ABOVE_NOTE: {
    said: { cash_collected: 'amount', total_ttc: 'amount', limit_percent: 'percent', limit_amount: 'amount' },
  },
  OVER_CREDIT_LIMIT: {
    said: { client_id: 'client', total_ttc: 'amount', owed: 'amount', credit_limit: 'amount' },
  },
  CHEQUE_BOUNCED: {
    said: { client_id: 'client', bank: 'text', number: 'text', amount: 'amount', owed: 'amount', reason: 'text' },
  },
  HUB_TIME: {
    said: { hub: 'text', events: 'count', why: 'bound', minutes: 'minutes', limit_minutes: 'minutes' },
    also: {
      claimed_received_at: 'time',
      received_at: 'time',
      claimed_drift_ms: 'drift',
      clock_drift_ms: 'drift',
    },
    always: { limit_minutes: LIMITS.clockDriftMs / 60_000 },
  },
  HUB_DISK: { said: { hub: 'text', free_mb: 'count', floor_mb: 'count' } },
  HUB_RECOVERED: { said: { hub: 'text', at: 'time' } },
  HUB_TWICE: { said: { hub: 'text' } },
};

/** One member of an alert's details: where it stands in them, and what it is there. */
export interface Detail {
  /** `first.at` */
  path: string;
  form: Form;
  value: unknown;
}

export interface Evidence {
  /** Whose sentence tells it, and with what; null where a member of it is missing or is not what it should be. */
  sentence: { kind: AlertKind; details: Detail[] } | null;
  /** Whatever the sentence does not say. */
  rest: Detail[];
}

/** What an alert's details say. They may be of a newer server, so nothing is taken for granted and nothing is dropped. */
export function evidenceOf(kind: string, details: Record<string, unknown>): Evidence {
  const known = ALERT_KINDS.find((one) => one === kind);
  if (!known) return { sentence: null, rest: membersOf(details, {}) };
  const { said, also = {}, always = {} } = MEMBERS[known];
  const forms = { ...said, ...also };
  const isSaid = ({ path }: Detail) => Object.hasOwn(said, path);
  const all = inOrderOf(forms, membersOf({ ...always, ...details }, forms));
  const spoken = all.filter((detail) => isSaid(detail) && detail.form === said[detail.path]);
  return spoken.length < Object.keys(said).length
    ? { sentence: null, rest: inOrderOf(forms, membersOf(details, forms)) }
    : { sentence: { kind: known, details: spoken }, rest: all.filter((detail) => !isSaid(detail)) };
}

/** The database keeps no order of members; what is not known here comes last. */
function inOrderOf(forms: Forms, details: Detail[]): Detail[] {
  const order = Object.keys(forms);
  const placeOf = ({ path }: Detail) => (Object.hasOwn(forms, path) ? order.indexOf(path) : order.length);
  return [...details].sort((a, b) => placeOf(a) - placeOf(b));
}

/** Every member by its path. What is not of the form that it should be is shown as it stands. */
function membersOf(value: Record<string, unknown>, forms: Forms, above = ''): Detail[] {
  return Object.entries(value).flatMap(([name, member]): Detail[] => {
    const path = above + name;
    const form = Object.hasOwn(forms, path) ? forms[path] : undefined;
    if (form && fits(form, member)) return [{ path, form, value: member }];
    const isNest = typeof member === 'object' && member !== null && !Array.isArray(member);
    const inner = isNest ? membersOf(member as Record<string, unknown>, forms, `${path}.`) : [];
    return inner.length > 0 ? inner : [{ path, form: 'text', value: member }];
  });
}

function fits(form: Form, value: unknown): boolean {
  switch (form) {
    case 'metres':
    case 'minutes':
    case 'kmh':
    case 'percent':
    case 'drift':
      return Number.isFinite(value);
    case 'count':
    case 'amount':
    case 'user':
    case 'product':
      return Number.isSafeInteger(value);
    case 'time':
    case 'day':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value));
    case 'client':
    case 'delivery':
    case 'invoice':
    case 'entry':
    case 'action':
    case 'role':
    case 'text':
      return typeof value === 'string';
    case 'deliveries':
      return Array.isArray(value) && value.every((id) => typeof id === 'string');
    case 'yes':
      return typeof value === 'boolean';
    case 'bound':
      return CLAIM_FAULTS.some((fault) => fault === value);
    case 'place': {
      const place = value as { lat?: unknown; lng?: unknown } | null;
      return Number.isFinite(place?.lat) && Number.isFinite(place?.lng);
    }
  }
}
