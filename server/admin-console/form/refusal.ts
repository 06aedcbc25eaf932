import { REFUSALS, type Refusal } from '#shared/contract/hq/refusals.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import type { Field } from './fields.ts';

/** Which cause HQ gave for what it refused; null where it gave none that is known here. */
export const refusalIn = (error: unknown): Refusal | null =>
  REFUSALS.find((known) => known === failureIn(error).fault) ?? null;

/** The fields to which a cause belongs; the first that a form has bears it. */
const FIELDS: Partial<Record<Refusal, readonly string[]>> = {
  ADDRESS: ['url'],
  DAY_FAR: ['planned_for', 'day'],
  DAY_PAST: ['since', 'expires_on'],
  DRIVER_ELSEWHERE: ['driver_user_id'],
  LOT_DATES: ['produced_at'],
  LOT_UNKNOWN: ['lot_number'],
  MONTH_CLOSED: ['since'],
  NAME_TAKEN: ['code', 'username', 'lot_number'],
  OWN_ACCOUNT: ['is_active'],
  RATE_DATED: ['tva_rate'],
  REASON_NEEDED: ['reason'],
  SAME_DEPOT: ['to_depot_id'],
  SCOPES: ['scopes'],
};

/** The field of a form that bears a cause; null where it stands below all of them. */
export const fieldOfRefusal = (refusal: Refusal | null, fields: readonly Field[]): string | null =>
  (refusal && FIELDS[refusal]?.find((name) => fields.some((field) => field.name === name && !field.fixed))) ?? null;
