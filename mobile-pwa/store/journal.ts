import type { SyncEvent } from '#shared/contract/events.ts';
import { invariant } from '#shared/domain/invariant.ts';
import type { Sha256, SignChecksum } from '#shared/ports/crypto.ts';
import { type EventDraft, type JournalHead, makeEvent, type SignedEvent } from '#shared/sync-client/make-event.ts';
import { stepOf, type Trail } from './audit.ts';
import { nameBlobs } from './blobs.ts';
import { clearFormerUser } from './cache.ts';
import { readMeta, writeMeta } from './meta.ts';
import type { Sql } from './sql.ts';

/** What a person did, as a screen says it; who and on which device is the journal's to add. */
export type NewEvent = Omit<EventDraft, 'device_id' | 'user_id'>;

export interface Journal {
  /**
   * Numbers, chains, signs and stores events, together with what the screens show of them (`alongside`, run in the same
   * transaction). It is on disk when it resolves. Where `prepare` answers null there is nothing to store.
   */
  append(prepare: () => NewEvent[] | null, alongside: (events: SyncEvent[]) => void): Promise<SyncEvent[] | null>;
}

/** The device that numbers and signs. */
export interface Author {
  deviceId: string;
  sign: SignChecksum;
}

export interface JournalDeps {
  sql: Sql;
  userId: number;
  sha256: Sha256;
  /** Asked anew for each event: a phone that was put back to an earlier copy goes on as another device. */
  author: () => Promise<Author>;
  /** Whether this device may number events still. */
  isAuthor: (deviceId: string) => boolean;
  trail: Trail;
}

/**
 * The device's own numbering. Signing is asynchronous, so appends queue up behind one another: two taps can never take
 * the same number, and the second sees what the first has stored.
 */
export function openJournal(deps: JournalDeps): Journal {
  const { sql, userId, isAuthor, trail } = deps;
  let last: Promise<unknown> = Promise.resolve();

  async function appendNow(
    prepare: () => NewEvent[] | null,
    alongside: (events: SyncEvent[]) => void,
  ): Promise<SyncEvent[] | null> {
    const drafts = prepare();
    if (drafts === null) return null;
    const { deviceId, sign } = await deps.author();
    // The steps that led here go before: the chain holds them in the order in which they were done.
    const batches = trail.batches();
    const signed: SignedEvent[] = [];
    let head = journalHead(sql);
    for (const draft of [...batches.map(({ event }) => event), ...drafts]) {
      const made = await makeEvent({ ...draft, user_id: userId, device_id: deviceId }, head, deps.sha256, sign);
      signed.push(made);
      head = { seq: made.event.seq, checksum: made.event.checksum };
    }
    if (signed.length === 0) return [];
    const events = signed.slice(batches.length).map(({ event }) => event);
    const isStored = sql.transaction(() => {
      // While it was being signed, the server's statement may have come that this device is no more.
      if (!isAuthor(deviceId)) return false;
      invariant(journalHead(sql).seq + signed.length === head.seq, 'somebody else has numbered this journal meanwhile');
      insertQueued(
        sql,
        signed.map(({ text }) => text),
      );
      writeMeta(sql, 'journal_seq', String(head.seq));
      writeMeta(sql, 'journal_checksum', head.checksum);
      trail.wentWith(batches);
      trail.note(events.map(stepOf), deviceId);
      alongside(events);
      return true;
    });
    return isStored ? events : appendNow(prepare, alongside);
  }

  return {
    append(prepare, alongside) {
      const mine = last.then(() => appendNow(prepare, alongside));
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}

export function journalHead(sql: Sql): JournalHead {
  return { seq: Number(readMeta(sql, 'journal_seq') ?? 0), checksum: readMeta(sql, 'journal_checksum') };
}

/** Puts events into the queue from their own texts, which stay as they are: the signature is over what was written. */
export function insertQueued(sql: Sql, texts: string[]): void {
  sql.exec(
    `INSERT INTO plain_sync_queue (id, entity_type, entity_id, action, payload, occurred_at, user_id, device_id, v, seq,
                                   prev_checksum, checksum, signature, body)
     SELECT e ->> 'id', e ->> 'entity_type', e ->> 'entity_id', e ->> 'action', e -> 'payload', e ->> 'occurred_at',
            CAST(e ->> 'user_id' AS TEXT), e ->> 'device_id', e ->> 'v', e ->> 'seq', e ->> 'prev_checksum',
            e ->> 'checksum', e ->> 'signature', e
     FROM (SELECT value AS e FROM json_each(?))`,
    [JSON.stringify(texts)],
  );
  nameBlobs(sql, texts);
}

/**
 * Ties this file to a device and its user. A file that belonged to another device starts a new journal; what that
 * device left unsent stays in the queue under its own name. Where this device has numbered here already, because the one
 * before was put back to an earlier copy, its journal goes on.
 */
export function adoptDevice(sql: Sql, deviceId: string, userId: number): void {
  sql.transaction(() => {
    if (readMeta(sql, 'device_id') !== deviceId) {
      writeMeta(sql, 'device_id', deviceId);
      if (readMeta(sql, 'successor_id') !== deviceId) {
        writeMeta(sql, 'journal_seq', null);
        writeMeta(sql, 'journal_checksum', null);
      }
      writeMeta(sql, 'successor_id', null);
      writeMeta(sql, 'put_back', null);
      writeMeta(sql, 'cursor', null);
    }
    if (readMeta(sql, 'user_id') !== String(userId)) {
      writeMeta(sql, 'user_id', String(userId));
      writeMeta(sql, 'cursor', null);
      clearFormerUser(sql);
    }
  });
}
