import { createHmac } from 'node:crypto';
import type { Random } from '#shared/ports/random.ts';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

export const newWebhookSecret = (random: Random): string =>
  PREFIX + Buffer.from(random.bytes(SECRET_BYTES)).toString('base64');

export interface SignedMessage {
  id: string;
  /** In seconds. */
  timestamp: number;
  body: string;
}

/** The headers of Standard Webhooks: a signature of each secret, so that a receiver may have either. */
export function signedHeaders(message: SignedMessage, secrets: readonly string[]): Record<string, string> {
  const signed = `${message.id}.${message.timestamp}.${message.body}`;
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  });
  return {
    'webhook-id': message.id,
    'webhook-timestamp': String(message.timestamp),
    'webhook-signature': signatures.join(' '),
  };
}
