import Type, { type Static } from 'typebox';
import { OneTimeCode } from '../identity.ts';
import { LIMITS } from '../limits.ts';
import { Id, Nullable, Text, Time } from '../scalars.ts';

/** Whether a clerk's PIN is enough, or the password is asked for: HQ was not heard for too long, or the PIN is spent. */
export const DeskClerk = Type.Object({
  user_id: Id,
  name: Type.String(),
  asks: Type.Union([Type.Literal('PIN'), Type.Literal('SIGN_IN')]),
  believed_until: Time,
});
export type DeskClerk = Static<typeof DeskClerk>;

/** GET /api/desktop/clerks: who acts at this PC, by name. */
export const DeskClerks = Type.Object({ items: Type.Array(DeskClerk) });

const Pin = Type.String({ pattern: `^\\d{${LIMITS.pinDigits}}$` });

/** POST /api/desktop/clerks. The password goes to HQ and is kept nowhere. */
export const DeskSignIn = Type.Object({
  username: Type.String({ minLength: 1, maxLength: 100 }),
  password: Type.String({ minLength: 1, maxLength: 1_000 }),
  pin: Pin,
});
export type DeskSignIn = Static<typeof DeskSignIn>;

/**
 * Why an act did not come about. `WAIT`: after too many wrong PINs. `SIGN_IN`: the password is asked for again.
 * `OUT_OF_REACH`: it needs HQ, which does not answer. `BUSY`: HQ has no time now. `GONE`: what it is about is not here.
 * `NO_FOLDER`: nothing can be written where backups are to go.
 */
export const DeskTrouble = Type.Union([
  Type.Literal('WRONG_PIN'),
  Type.Literal('WAIT'),
  Type.Literal('SIGN_IN'),
  Type.Literal('WEAK_PIN'),
  Type.Literal('WRONG_PASSWORD'),
  Type.Literal('NOT_A_CLERK'),
  Type.Literal('DEVICE_LIMIT'),
  Type.Literal('OUT_OF_REACH'),
  Type.Literal('BUSY'),
  Type.Literal('GONE'),
  Type.Literal('NO_FOLDER'),
]);
export type DeskTrouble = Static<typeof DeskTrouble>;

/** What each act answers: done, or why not, and how long a person has to wait where that is why. */
export const DeskAnswer = Type.Object({
  trouble: Nullable(DeskTrouble),
  wait_seconds: Type.Integer({ minimum: 0 }),
});
export type DeskAnswer = Static<typeof DeskAnswer>;

/** Who acts. */
export const ActedBy = Type.Object({ user_id: Id, pin: Pin });
export type ActedBy = Static<typeof ActedBy>;

/** POST /api/desktop/clerks/:user_id/forget → DeskAnswer: a person is erased from this PC, by whoever acts here. */
export const ClerkForgotten = Type.Object({ by: ActedBy });
export type ClerkForgotten = Static<typeof ClerkForgotten>;

/** POST /api/desktop/inbox/:event_id: a clerk has seen to what needed a hand. */
export const InboxAnswer = Type.Object({
  by: ActedBy,
  outcome: Type.Union([Type.Literal('DONE'), Type.Literal('NOTED')]),
  reason: Type.Optional(Text),
});
export type InboxAnswer = Static<typeof InboxAnswer>;

/** POST /api/desktop/phones/:device_id/ask-revoke: HQ is asked to revoke a phone. */
export const RevokeAsked = Type.Object({
  by: ActedBy,
  reason: Type.String({ minLength: 1, maxLength: LIMITS.textChars }),
});
export type RevokeAsked = Static<typeof RevokeAsked>;

/**
 * POST /api/desktop/phones/:device_id/code: a one-time code by HQ for the phone's person. `PASSWORD`: sets a new password,
 * which opens a phone whose PIN is forgotten as well. `DEVICE`: one of three devices is given up for another.
 */
export const CodeAsked = Type.Object({
  by: ActedBy,
  purpose: Type.Union([Type.Literal('PASSWORD'), Type.Literal('DEVICE')]),
});
export type CodeAsked = Static<typeof CodeAsked>;
export const CodeAnswer = Type.Object({ ...DeskAnswer.properties, code: Nullable(OneTimeCode) });
export type CodeAnswer = Static<typeof CodeAnswer>;

/** GET /api/desktop/acts: what clerks did here, the newest first. */
export const DeskActs = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Type.Integer(),
      at: Time,
      user_name: Type.String(),
      what: Type.String(),
      about_name: Nullable(Type.String()),
      reason: Nullable(Type.String()),
      custody: Type.Union([Type.Literal('HERE'), Type.Literal('AT_HQ')]),
    }),
  ),
});
export type DeskActs = Static<typeof DeskActs>;
