import Type, { type Static } from 'typebox';
import { LocalAuditEntry } from '../audit.ts';
import { Nullable, Uuid } from '../scalars.ts';

/** A step of a person on a device, as the device signed it. */
export const AuditStepRecord = Type.Object({
  ...LocalAuditEntry.properties,
  /** Its place among all that HQ has. */
  number: Type.Integer({ minimum: 1 }),
  user_name: Nullable(Type.String()),
  /** The `AUDIT_BATCH` in which it came. */
  event_id: Uuid,
});
export type AuditStepRecord = Static<typeof AuditStepRecord>;
