import Type, { type Static } from 'typebox';
import { Id, Identifier, Nullable, Sha256, Time, Uuid } from './scalars.ts';

/** The seed's LocalAuditEntry (chapter 8): one step of a person on a device. `location` only where they gave it for this step. */
export const LocalAuditEntry = Type.Object({
  id: Uuid,
  action: Identifier,
  entity_type: Identifier,
  entity_id: Identifier,
  user_id: Id,
  device_id: Uuid,
  occurred_at: Time,
  context: Type.Object({
    app_version: Type.String(),
    /** Percent; null where the browser does not tell. */
    battery_level: Nullable(Type.Number({ minimum: 0, maximum: 100 })),
    network_type: Nullable(Type.String()),
    location: Type.Optional(Type.Object({ lat: Type.Number(), lng: Type.Number() })),
  }),
  /** Of what the step was about, as canonical JSON. */
  payload_hash: Sha256,
});
export type LocalAuditEntry = Static<typeof LocalAuditEntry>;

/** Steps of a device, in their order. What is no step is kept with its event all the same, and listed nowhere. */
export const AuditBatch = Type.Object({ entries: Type.Array(LocalAuditEntry) });
