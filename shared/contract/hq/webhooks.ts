import Type, { type Static } from 'typebox';
import { LIMITS } from '../limits.ts';
import { Id, Nullable, TextLine, Time, Uuid } from '../scalars.ts';
import { FEED_KINDS } from './feed.ts';
import type { ServiceResource } from './service-accounts.ts';

/** Why a change could not be delivered to a program's address. */
export const WEBHOOK_FAILURES = [
  /** Its name has no address. */
  'UNRESOLVED',
  /** Its address lies in a network that is not the public one. */
  'ADDRESS_REFUSED',
  'UNREACHABLE',
  'CERTIFICATE',
  'TIMEOUT',
  /** It answered with another address: none is followed. */
  'REDIRECT',
  /** It answered with something else than 2xx. */
  'STATUS',
  /** What it has not had is not in the log any more. */
  'LOG_EXPIRED',
] as const;
export type WebhookFailure = (typeof WEBHOOK_FAILURES)[number];

/** Where a program is told of changes: never the secret itself, which is shown once. */
export const Webhook = Type.Object({
  id: Uuid,
  name: Type.String(),
  url: Type.String(),
  /** The kinds of the change feed of which it is told. */
  kinds: Type.Array(Type.String()),
  /** PAUSED: nothing got through for three days; an admin sends again. STOPPED: for good. */
  state: Type.Union([Type.Literal('ACTIVE'), Type.Literal('PAUSED'), Type.Literal('STOPPED')]),
  created_at: Time,
  created_by: Id,
  created_by_name: Type.String(),
  /** Until when the former secret signs, too; null: none does. */
  former_until: Nullable(Time),
  last_delivered_at: Nullable(Time),
  /** Since when nothing gets through; null: the last attempt did. */
  failing_since: Nullable(Time),
  failure: Nullable(Type.Unsafe<WebhookFailure>(Type.String())),
  /** The HTTP status of a failure that is one. */
  failure_status: Nullable(Type.Integer()),
  next_attempt_at: Time,
});
export type Webhook = Static<typeof Webhook>;

const KindName = Type.Unsafe<ServiceResource>(Type.String({ enum: [...FEED_KINDS] }));

export const NewWebhook = Type.Object(
  {
    name: TextLine(200),
    url: TextLine(LIMITS.webhookUrlChars),
    kinds: Type.Array(KindName, { minItems: 1, maxItems: FEED_KINDS.length, uniqueItems: true }),
  },
  { additionalProperties: false },
);
export type NewWebhook = Static<typeof NewWebhook>;

/** The answer to making one, and to another secret: the secret is shown this once. */
export const WebhookWithSecret = Type.Object({ webhook: Webhook, secret: Type.String() });
export type WebhookWithSecret = Static<typeof WebhookWithSecret>;
