import Type, { type Static } from 'typebox';
import { DESK_ACT_NAMES } from '../desk.ts';
import { Id, Nullable, Time, Uuid } from '../scalars.ts';

/** Everything that people do at HQ. The console has a text for each. */
export const ACT_NAMES = [
  'ALERT_SEEN',
  'CHEQUE_BOUNCED',
  'CHEQUE_DEPOSITED',
  'CLIENT_CHANGED',
  'CLIENT_CREATED',
  'COMPANY_CHANGED',
  'CREDIT_NOTE_MADE',
  'CONFLICT_SETTLED',
  'CORRECTION_ACCEPTED',
  'CORRECTION_REJECTED',
  'DELIVERY_CANCELLED',
  'DELIVERY_MOVED',
  'DELIVERY_PLANNED',
  'DEPOT_CHANGED',
  'DEPOT_CREATED',
  ...DESK_ACT_NAMES,
  'DEVICE_CODE_MADE',
  'DEVICE_REVOKED',
  'EVENT_NOTED',
  'FILE_IMPORTED',
  'HUB_CODE_MADE',
  'HUB_REVOKED',
  'IMPORT_MAPPING_SET',
  'INVOICE_CANCELLED',
  'INVOICE_MADE',
  'EVIDENCE_EXPORTED',
  'JOURNAL_ACCOUNTS_SET',
  'JOURNAL_EXPORTED',
  'KEY_ROTATED',
  'LOT_COUNTED',
  'LOT_RECEIVED',
  'LOT_STATE_CHANGED',
  'LOT_WASTED',
  'MONTH_CLOSED',
  'PAYMENT_CANCELLED',
  'PAYMENT_ENTERED',
  'PICTURE_VIEWED',
  'PRODUCT_CHANGED',
  'PRODUCT_CREATED',
  'QUARANTINE_ACCEPTED',
  'QUARANTINE_REJECTED',
  'QUEUE_FILE_IMPORTED',
  'RESET_CODE_MADE',
  'SERVICE_ACCOUNT_MADE',
  'SERVICE_ACCOUNT_REVOKED',
  'STAMP_RULE_ADDED',
  'TOUR_SETTLED',
  'TRANSFER_RECEIVED',
  'TRANSFER_SENT',
  'TVA_EXPORTED',
  'TVA_RULE_ADDED',
  'USER_CHANGED',
  'USER_CREATED',
  'USER_MOVED',
  'WEBHOOK_CHANGED',
  'WEBHOOK_MADE',
  'WEBHOOK_RESUMED',
  'WEBHOOK_ROTATED',
  'WEBHOOK_STOPPED',
] as const;
export type ActName = (typeof ACT_NAMES)[number];

const Members = Nullable(Type.Record(Type.String(), Type.Unknown()));

/** What somebody did at HQ: a row of the audit. */
export const ActRecord = Type.Object({
  id: Type.Integer({ minimum: 1 }),
  at: Time,
  user_id: Id,
  /** As the person was called then. */
  user_name: Type.String(),
  device_id: Uuid,
  device_name: Nullable(Type.String()),
  /** One of `ACT_NAMES`; a newer server may know others. */
  what: Type.String(),
  entity_type: Type.String(),
  entity_id: Type.String(),
  /** What people call the entity: a reference, a name. */
  entity_name: Nullable(Type.String()),
  /** The members that the act changed, as they were; null where the entity was made by it. */
  before: Members,
  after: Members,
  reason: Nullable(Type.String()),
});
export type ActRecord = Static<typeof ActRecord>;
