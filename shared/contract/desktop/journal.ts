import Type, { type Static } from 'typebox';
import { Nullable } from '../scalars.ts';

/** An event that this hub took, and where it is. */
export const JournalEntry = Type.Object({
  event_id: Type.String(),
  /** When it was handed in here, by the server's time. */
  at: Type.String(),
  action: Type.String(),
  user_name: Nullable(Type.String()),
  /** The note that it is about, and its client; null where it is about something else. */
  reference: Nullable(Type.String()),
  client_name: Nullable(Type.String()),
  custody: Type.Union([Type.Literal('HERE'), Type.Literal('AT_HQ')]),
  error_code: Nullable(Type.String()),
});
export type JournalEntry = Static<typeof JournalEntry>;

/** GET /api/desktop/journal?q=&before=: the newest first; `next` leads on to older ones, null at the end. */
export const DesktopJournal = Type.Object({ items: Type.Array(JournalEntry), next: Nullable(Type.Integer()) });
export type DesktopJournal = Static<typeof DesktopJournal>;
