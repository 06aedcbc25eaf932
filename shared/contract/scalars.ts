import Type from 'typebox';
import { LIMITS } from './limits.ts';

export const UUID_PATTERN = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';
const LEAP_YEAR = '(\\d\\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)';
/** A day that the calendar has, from the year 1 to 9999. */
const CALENDAR_DAY = [
  '(?!0000)(\\d{4}-(0[13578]|1[02])-(0[1-9]|[12]\\d|3[01])',
  '\\d{4}-(0[469]|11)-(0[1-9]|[12]\\d|30)',
  '\\d{4}-02-(0[1-9]|1\\d|2[0-8])',
  `${LEAP_YEAR}-02-29)`,
].join('|');
/** ISO 8601, UTC, milliseconds: the one form in which times cross the wire, of a moment that there is. */
export const TIME_PATTERN = `^${CALENDAR_DAY}T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d\\.\\d{3}Z$`;

/** A day that the calendar has, `YYYY-MM-DD`. */
export const DAY_PATTERN = `^${CALENDAR_DAY}$`;

export const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

export const Uuid = Type.String({ pattern: UUID_PATTERN });
export const Time = Type.String({ pattern: TIME_PATTERN });
export const CalendarDay = Type.String({ pattern: DAY_PATTERN });
export const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });
/** Base64url without padding. */
export const Base64Url = Type.String({ pattern: '^[A-Za-z0-9_-]+$' });
export const Id = Type.Integer({ minimum: 1, maximum: LIMITS.id });
/** What names something on a device: an entity, an action, a lot. */
export const Identifier = Type.String({ minLength: 1, maxLength: LIMITS.identifierChars });
/** Money, in integer centimes of a dinar. */
export const Centimes = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
export const Quantity = Type.Integer({ minimum: 0, maximum: LIMITS.quantity });
/** TVA in percent; Algeria knows 0, 9 and 19. */
export const TvaRate = Type.Number({ minimum: 0, maximum: 100 });
export const Text = Type.String({ maxLength: LIMITS.textChars });
export const Name = Type.String({ minLength: 1, maxLength: LIMITS.textChars });

export const Location = Type.Object({
  lat: Type.Number({ minimum: -90, maximum: 90 }),
  lng: Type.Number({ minimum: -180, maximum: 180 }),
  accuracy_m: Type.Optional(Type.Number({ minimum: 0 })),
});

/** A P-256 public key as registered with a device (RFC 7517). */
export const PublicKeyJwk = Type.Object({
  kty: Type.Literal('EC'),
  crv: Type.Literal('P-256'),
  x: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
  y: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
});

/** A line of text that shows something: no control characters, no halves of characters, not only what nobody sees. */
export const TextLine = (maxLength: number = LIMITS.textChars) =>
  Type.String({ minLength: 1, maxLength, pattern: '^(?=.*[\\p{L}\\p{N}\\p{P}\\p{S}])[^\\p{Cc}\\p{Cs}]*$' });

/** A calendar day, `YYYY-MM-DD`. Whether the month has it is judged by `isDay`. */
export const Day = Type.String({ pattern: '^[12]\\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' });
