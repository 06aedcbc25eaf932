import type { EventRecord } from '#shared/contract/hq/records.ts';
import type { ActionName } from '#shared/domain/actions/index.ts';
import { ALERT_KINDS, type AlertKind } from '#shared/domain/decide/plan.ts';
import type { fr } from '../texts/fr.ts';

type Attention = (typeof fr)['attention'];
export type ActionText = keyof Attention['action'];
export type AlertText = AlertKind | 'OTHER';

/** Every action has a text here, and every text its action: either one that is missing is a type error. */
const ACTIONS: Record<ActionName & Exclude<ActionText, 'OTHER'>, true> & Record<ActionName, true> = {
  DELIVERY_VALIDATED: true,
  DELIVERY_FAILED: true,
  INVOICE_CREATED: true,
  CLIENT_CREATED: true,
  CLIENT_UPDATED: true,
  CORRECTION_REQUESTED: true,
  PAYMENT_COLLECTED: true,
  VISIT_SKIPPED: true,
  AUDIT_BATCH: true,
  DESK_ACT: true,
  VAN_LOADED: true,
  TOUR_COUNTED: true,
  TOUR_CONFIRMED: true,
};

/** The actions that have a text here. */
export const TRANSLATED_ACTIONS = Object.keys(ACTIONS) as (keyof typeof ACTIONS)[];

/** Which `attention.action.*` text names what a device said; a newer phone may say more than is known here. */
export const actionText = (action: string): ActionText =>
  Object.hasOwn(ACTIONS, action) ? (action as ActionText) : 'OTHER';

type Outcome = keyof Attention['outcome'];
const OUTCOMES = { CLOSED: true, BOOKED: true, ACCEPTED: true, REJECTED: true, OTHER: true } satisfies Record<
  Outcome,
  true
>;

/** Which `attention.outcome.*` text says what a person made of an entry. */
export const outcomeText = (outcome: string): Outcome =>
  Object.hasOwn(OUTCOMES, outcome) ? (outcome as Outcome) : 'OTHER';

const CONFLICTS = ['ALREADY_VALIDATED', 'ALREADY_INVOICED', 'ENTITY_EXISTS', 'DELIVERY_CANCELLED'];
type Answerable = Pick<EventRecord, 'status' | 'error_code' | 'action' | 'answer'>;

/** Refused because something else had come first, and nobody has settled it. */
export const isOpenConflict = ({ status, error_code, answer }: Answerable): boolean =>
  !answer && status === 'REJECTED' && CONFLICTS.includes(error_code ?? '');

/** A correction that somebody asked for and nobody has answered. */
export const isOpenCorrection = ({ status, action, answer }: Answerable): boolean =>
  !answer && status === 'APPLIED' && action === 'CORRECTION_REQUESTED';

/** Which `attention.alert.*` text names an alert. */
export const alertText = (kind: string): AlertText => ALERT_KINDS.find((known) => known === kind) ?? 'OTHER';
