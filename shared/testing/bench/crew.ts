import { generateKeyPairSync, sign } from 'node:crypto';
import { ServerKeys } from '#server/identity/keys.ts';
import { signAccess } from '#server/identity/tokens.ts';
import type { Database } from '#server/store/database.ts';
import type { PublicKey } from '#shared/contract/identity.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { sha256 } from '#shared/ports/crypto-node.ts';
import { type JournalHead, makeEvent, type SignedEvent } from '#shared/sync-client/make-event.ts';
import { testIds } from '../test-device.ts';

/** What a phone does, before its device numbers, chains and signs it. */
export interface Action {
  entity_type: string;
  entity_id: string;
  action: string;
  payload: Record<string, unknown>;
}

/** A driver's phone, signed in: it makes events by the product's own maker and knows its token. */
export class Phone {
  readonly id = testIds.uuid();
  readonly publicKey: PublicKey;
  userId = 0;
  authorization = '';
  readonly #sign: (checksum: string) => Promise<string>;
  #head: JournalHead = { seq: 0, checksum: null };

  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x, y } = publicKey.export({ format: 'jwk' });
    this.publicKey = { kty: 'EC', crv: 'P-256', x: x as string, y: y as string };
    const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
    this.#sign = async (checksum) => sign('sha256', Buffer.from(checksum, 'hex'), key).toString('base64url');
  }

  async say(action: Action): Promise<SignedEvent> {
    const occurred_at = new Date().toISOString();
    const draft = { ...action, id: testIds.uuid(), occurred_at, user_id: this.userId, device_id: this.id };
    const made = await makeEvent(draft, this.#head, sha256, this.#sign);
    this.#head = made.event;
    return made;
  }
}

/**
 * Drivers of depot ALG with a phone each, registered as signing in would: fifty sign-ins would measure the password
 * hash. Tokens live for a quarter of an hour, a figure takes a few minutes.
 */
export async function hireCrew(database: Database, count: number): Promise<Phone[]> {
  const phones = Array.from({ length: count }, () => new Phone());
  const users = await database.query<{ id: number; name: string; depot_id: number }>(
    `INSERT INTO users (username, name, role, depot_id, password_hash)
     SELECT 'bench.' || n || '.' || $2::text, 'Chauffeur ' || n, 'driver', d.id, 'none'
     FROM generate_series(1, $1) AS n, depots d WHERE d.code = 'ALG' RETURNING id, name, depot_id`,
    [count, testIds.uuid()],
  );
  const keys = await ServerKeys.load(database, systemClock);
  for (const [index, phone] of phones.entries()) {
    const user = users.rows[index] as (typeof users.rows)[0];
    phone.userId = user.id;
    const cnf = { jwk: phone.publicKey };
    const claims = { sub: String(user.id), device_id: phone.id, name: user.name, depot_id: user.depot_id, cnf };
    phone.authorization = `Bearer ${await signAccess(keys, { ...claims, role: 'driver' }, systemClock.now())}`;
  }
  await database.query(
    `INSERT INTO devices (id, user_id, name, platform, app_version, public_key, registered_at)
     SELECT id, user_id, 'bench', 'node', '0', public_key, now()
     FROM json_to_recordset($1::json) AS r (id uuid, user_id integer, public_key jsonb)`,
    [JSON.stringify(phones.map(({ id, userId, publicKey }) => ({ id, user_id: userId, public_key: publicKey })))],
  );
  return phones;
}

/** A push as a phone writes it: the events in their own texts. */
export const phonePush = (phone: Phone, events: SignedEvent[]): Buffer => pushBody({ device_id: phone.id }, events);

/** A push as a hub writes it: with what it saw when the origins handed the events over. */
export function hubPush(hubId: string, events: SignedEvent[]): Buffer {
  const received_at = new Date().toISOString();
  const relayed = Object.fromEntries(events.map(({ event }) => [event.id, { received_at, clock_drift_ms: 12 }]));
  return pushBody({ device_id: hubId, relayed }, events);
}

function pushBody(members: Record<string, unknown>, events: SignedEvent[]): Buffer {
  const envelope = { ...members, batch_id: testIds.uuid(), sent_at: new Date().toISOString() };
  const texts = events.map(({ text }) => text).join(',');
  return Buffer.from(`${JSON.stringify(envelope).slice(0, -1)},"events":[${texts}]}`);
}
