import Type, { type Static } from 'typebox';
import { Identifier, Nullable, Text } from './scalars.ts';

/** What a clerk does at a depot's PC. They stand among HQ's acts by the same names. */
export const DESK_ACT_NAMES = [
  'DESK_CLERK_FORGOTTEN',
  'DESK_INBOX_DONE',
  'DESK_INBOX_NOTED',
  'DESK_QUEUE_FILE_IMPORTED',
  'DESK_REVOKE_ASKED',
  'DESK_SETTINGS_CHANGED',
] as const;
export type DeskActName = (typeof DESK_ACT_NAMES)[number];

/**
 * An act of a clerk at the depot's PC, signed by the key that this PC has for this clerk: `AUDIT`/`DESK_ACT`. HQ lists it
 * among its acts.
 */
export const DeskAct = Type.Object({
  /** One of `DESK_ACT_NAMES`; a newer PC may know others. */
  what: Identifier,
  about: Type.Object({ type: Identifier, id: Identifier, name: Nullable(Text) }),
  reason: Type.Optional(Text),
});
export type DeskAct = Static<typeof DeskAct>;
