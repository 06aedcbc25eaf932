import type { HoldReason, QueueFiles } from '#shared/contract/desktop/queue-files.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { QueueFileFault, QueueFileTaken } from '#shared/contract/queue-file.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { HubDatabase } from './hub-database.ts';

/** HQ has what is in them. */
const SHOWN = 50;
const STATES = ['WAITING', 'AT_HQ', 'REFUSED'] as const;

interface Row {
  id: number;
  name: string;
  size: number;
  user_name: string;
  taken_at: number;
  state: 0 | 1 | 2;
  reason: string | null;
  outcome: string | null;
  ended_at: number | null;
}

export interface NewQueueFile {
  sha256: string;
  name: string;
  text: string;
  userName: string;
  at: number;
}

/** A file on its way to HQ. */
export interface WaitingFile {
  id: number;
  size: number;
}

/** Phones' files in this hub's custody beside the phones' own, unopened. Each call is durable when it returns. */
export function queueFileStore(database: HubDatabase) {
  const bySha = database.prepare<[Buffer], { id: number }>('SELECT id FROM queue_files WHERE sha256 = ?');
  const add = database.prepare(
    'INSERT OR IGNORE INTO queue_files (sha256, name, size, body, user_name, taken_at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  // What a clock that was set back dates in the future waits no longer than it should.
  const waiting = database.prepare<[number, number], WaitingFile>(
    'SELECT id, size FROM queue_files WHERE state = 0 AND not_before NOT BETWEEN ? AND ? ORDER BY id',
  );
  const read = database.prepare<[number, number, number], { bytes: Buffer }>(
    'SELECT substr(body, ?, ?) AS bytes FROM queue_files WHERE id = ?',
  );
  const end = database.prepare(
    'UPDATE queue_files SET state = ?, reason = ?, outcome = ?, ended_at = ? WHERE id = ? AND state = 0',
  );
  const hold = database.prepare('UPDATE queue_files SET reason = ?, not_before = ? WHERE id = ? AND state = 0');
  const newest = database.prepare<[number], Row>(
    `SELECT id, name, size, user_name, taken_at, state, reason, outcome, ended_at FROM queue_files
     ORDER BY id DESC LIMIT ?`,
  );
  const changes = database.prepare<[], { text: string }>(
    `SELECT count(*) || ' ' || coalesce(sum(state), 0) || ' ' || coalesce(max(not_before), 0) AS text FROM queue_files`,
  );
  /** How much of which one is at HQ. It is asked anew after a restart. */
  let sent: { id: number; bytes: number } | null = null;

  return {
    has: (sha256: string): boolean => bySha.get(Buffer.from(sha256, 'hex')) !== undefined,
    /** False where it is here already. */
    add: ({ sha256, name, text, userName, at }: NewQueueFile): boolean =>
      add.run(Buffer.from(sha256, 'hex'), name, text.length, Buffer.from(text, 'latin1'), userName, at).changes === 1,
    waiting: (now: number): WaitingFile[] => waiting.all(now + 1, now + LIMITS.setAsideSeconds * 1_000),
    read: (id: number, from: number, length: number): Uint8Array<ArrayBuffer> =>
      new Uint8Array(read.get(from + 1, length, id)?.bytes ?? []),
    /** So many bytes of it are at HQ. */
    noteSent: (id: number, bytes: number): void => {
      sent = { id, bytes };
    },
    taken: (id: number, taken: QueueFileTaken, now: number): void => {
      end.run(STATES.indexOf('AT_HQ'), null, JSON.stringify(taken), now, id);
    },
    refused: (id: number, fault: QueueFileFault, now: number): void => {
      end.run(STATES.indexOf('REFUSED'), fault, null, now, id);
    },
    /** It is offered again after a while: the program at the other end may be another then. */
    hold: (id: number, reason: HoldReason | null, now: number): void => {
      hold.run(reason, now + LIMITS.setAsideSeconds * 1_000, id);
    },
    list: (aheadMs: number): QueueFiles['items'] =>
      newest.all(SHOWN).map((row) => shown(row, aheadMs, sent?.id === row.id ? sent.bytes : 0)),
    /** Another text, another list. */
    revision: (): string => `${changes.get()?.text ?? ''} ${sent?.bytes ?? 0}`,
  };
}

function shown(
  { state, reason, outcome, taken_at, ended_at, ...file }: Row,
  aheadMs: number,
  sentBytes: number,
): QueueFiles['items'][number] {
  return {
    ...file,
    sent_bytes: state === 1 ? file.size : sentBytes,
    at: isoTime(taken_at - aheadMs),
    state: STATES[state],
    held: state === 0 ? (reason as HoldReason | null) : null,
    fault: state === 2 ? (reason as QueueFileFault) : null,
    taken: outcome === null ? null : (JSON.parse(outcome) as QueueFileTaken),
    ended_at: ended_at === null ? null : isoTime(ended_at - aheadMs),
  };
}

export type QueueFileStore = ReturnType<typeof queueFileStore>;
