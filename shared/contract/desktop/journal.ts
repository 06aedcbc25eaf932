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

const Numbers = Type.Array(Type.Integer());

/**
 * GET /api/desktop/phones/:device_id/chain: what of a device lies here, verified anew. `missing`: numbers between the first
 * and the last that never came by here. `broken_links`: numbers of events that do not continue the one before them.
 * `bad_signatures`: of events that no valid signature vouches for, or that are not what was signed.
 */
export const ChainReport = Type.Object({
  events: Type.Integer(),
  from: Nullable(Type.Integer()),
  to: Nullable(Type.Integer()),
  missing: Type.Array(Type.Unsafe<[number, number]>(Type.Array(Type.Integer(), { minItems: 2, maxItems: 2 }))),
  broken_links: Numbers,
  bad_signatures: Numbers,
  /** Up to which number HQ has everything, by its own signed statement; null where none has come by here. */
  at_hq: Nullable(Type.Object({ up_to: Type.Integer(), as_of: Type.String() })),
});
export type ChainReport = Static<typeof ChainReport>;
