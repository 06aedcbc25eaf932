import pg from 'pg';
import type { SignedEvent } from '#shared/sync-client/make-event.ts';
import { perSecond } from './bare-sqlite.ts';

/** Events of one bare statement, and of one push in the figures that are divided by it. */
export const BATCH = 1_000;

/**
 * What PostgreSQL alone can do on this disk: one connection, one `unnest` insert a thousand events, each committed by
 * itself, into a table that is nothing but the contract's event: a column a member, the id its only index.
 */
export async function barePostgres(
  url: string,
): Promise<{ store(events: SignedEvent[]): Promise<number>; close(): Promise<void> }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `CREATE TABLE bare (v integer, id uuid PRIMARY KEY, entity_type text, entity_id text, action text, payload jsonb,
       occurred_at timestamptz, user_id integer, device_id uuid, seq integer, prev_checksum text, checksum text,
       signature text)`,
  );
  return {
    /** Events a second. */
    async store(events) {
      const from = performance.now();
      for (let at = 0; at < events.length; at += BATCH) {
        const batch = events.slice(at, at + BATCH).map(({ event }) => event);
        await client.query(
          `INSERT INTO bare SELECT * FROM unnest($1::integer[], $2::uuid[], $3::text[], $4::text[], $5::text[],
             $6::jsonb[], $7::timestamptz[], $8::integer[], $9::uuid[], $10::integer[], $11::text[], $12::text[],
             $13::text[])`,
          MEMBERS.map((member) => batch.map((event) => event[member])),
        );
      }
      return perSecond(events.length, from);
    },
    close: () => client.end(),
  };
}

const MEMBERS = [
  'v',
  'id',
  'entity_type',
  'entity_id',
  'action',
  'payload',
  'occurred_at',
  'user_id',
  'device_id',
  'seq',
  'prev_checksum',
  'checksum',
  'signature',
] as const;
