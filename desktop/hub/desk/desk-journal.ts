import { createPrivateKey, sign } from 'node:crypto';
import type { DeskAct, DeskActName } from '#shared/contract/desk.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import { sha256 } from '#shared/ports/crypto-node.ts';
import type { Ids } from '#shared/ports/ids.ts';
import { type JournalHead, makeEvent } from '#shared/sync-client/make-event.ts';
import { checksumBlob, uuidBlob } from '../store/blobs.ts';
import type { CheckpointStore } from '../store/checkpoint-store.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import type { Clerk, ClerkStore } from './clerk-store.ts';

export interface DeskJournalDeps {
  database: HubDatabase;
  clerks: ClerkStore;
  checkpoints: CheckpointStore;
  clock: Clock;
  ids: Ids;
  /** Something new lies in the queue. */
  onAccepted: () => void;
}

/** An act, as the depot's screen lists it later. */
export type NewAct = DeskAct & { what: DeskActName };

/**
 * Numbers, chains, signs and stores clerks' acts, each in one transaction with what it changes here (`alongside`). Signing
 * is asynchronous, so acts follow one another: no two take the same number.
 */
export function deskJournal({ database, clerks, checkpoints, clock, ids, onAccepted }: DeskJournalDeps) {
  const queue = database.prepare(
    `INSERT INTO relay_queue (event_id, device_id, checksum, body, received_at, drift_ms) VALUES (?, ?, ?, ?, ?, 0)`,
  );
  const count = database.prepare(
    `INSERT INTO waiting_counts (device_id, waiting) VALUES (?, 1)
     ON CONFLICT (device_id) DO UPDATE SET waiting = waiting + 1`,
  );
  const list = database.prepare(
    'INSERT INTO desk_acts (event_id, at, user_name, what, about_name, reason) VALUES (?, ?, ?, ?, ?, ?)',
  );
  let last: Promise<unknown> = Promise.resolve();

  async function appendNow(userId: number, act: NewAct, alongside: () => boolean): Promise<boolean> {
    const clerk = clerks.get(userId);
    if (clerk === null) return false;
    const now = clock.now();
    const id = ids.uuid();
    const { device_id } = clerk;
    const named = { id, entity_type: 'AUDIT', entity_id: id, action: 'DESK_ACT', user_id: userId, device_id };
    const draft = { ...named, payload: { ...act }, occurred_at: isoTime(now) };
    const { event, text } = await makeEvent(draft, furthest(clerk, checkpoints), sha256, signWith(clerk));
    const stored = database.transaction(() => {
      if (!alongside()) return false;
      const device = uuidBlob(device_id);
      queue.run(uuidBlob(id), device, checksumBlob(event.checksum), text, now);
      count.run(device);
      list.run(uuidBlob(id), now, clerk.name, act.what, act.about.name, act.reason ?? null);
      clerks.follow(userId, { seq: event.seq, checksum: event.checksum });
      return true;
    });
    if (!stored.immediate()) return false;
    onAccepted();
    return true;
  }

  return {
    /** False where `alongside` found nothing to do: then nothing is stored. On disk when it resolves. */
    append(userId: number, act: NewAct, alongside: () => boolean = () => true): Promise<boolean> {
      const mine = last.then(() => appendNow(userId, act, alongside));
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}

export type DeskJournal = ReturnType<typeof deskJournal>;

const signWith =
  ({ secrets: { private_jwk } }: Clerk) =>
  async (checksum: string): Promise<string> => {
    const key = createPrivateKey({ key: private_jwk, format: 'jwk' });
    const signature = sign('sha256', Buffer.from(checksum, 'hex'), { key, dsaEncoding: 'ieee-p1363' });
    return signature.toString('base64url');
  };

/** The last link of this clerk's journal: as it is here, or as HQ has it, where this hub was put back to an earlier copy. */
function furthest({ device_id, head }: Clerk, checkpoints: CheckpointStore): JournalHead {
  const claims = checkpoints.get(device_id)?.claims;
  const known: JournalHead[] =
    claims === undefined
      ? []
      : [
          { seq: claims.up_to, checksum: claims.checksum },
          ...claims.received_above.map(({ to, checksum }) => ({ seq: to, checksum })),
        ];
  return known.reduce((far, next) => (next.seq > far.seq ? next : far), head);
}
