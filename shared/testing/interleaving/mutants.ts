import type pg from 'pg';
import type { Mutant, Send, Statement } from './stepper.ts';

const NOTHING = { rows: [], rowCount: 0, command: 'SELECT', oid: 0, fields: [] } as unknown as pg.QueryResult;
const isEntityLock = ({ text }: Statement): boolean => text.includes('pg_advisory_xact_lock_shared($1, bucket)');
const isNumbering = ({ text }: Statement): boolean => text.includes('DELETE FROM unnumbered_changes');
const isCrewLock = ({ text }: Statement): boolean => text.includes('pg_advisory_xact_lock_shared($1, id)');
const isReadOfWaiting = ({ text }: Statement): boolean => text.includes('waits_for = ANY');
const isFirstWrite = ({ text }: Statement): boolean => /INSERT INTO (events|clients)\b|UPDATE events\b/.test(text);
/** A prepared statement has one text for each name. */
const rewritten = ({ text, values }: Statement, from: string | RegExp, to: string): Statement => {
  const changed = text.replace(from, to);
  return { text: changed, ...(values ? { values } : {}) };
};

/** Takes the lock only behind a statement that it should stand before. */
const lockLate =
  (isPast: (statement: Statement) => boolean, where: 'before' | 'behind'): Mutant =>
  (send) => {
    let held: Statement | null = null;
    const takeHeld = () => {
      const lock = held;
      held = null;
      return lock ? send(lock) : undefined;
    };
    return async (statement) => {
      if (isEntityLock(statement)) {
        held = statement;
        return NOTHING;
      }
      if (!isPast(statement)) return send(statement);
      if (where === 'before') void takeHeld();
      const answer = send(statement);
      if (where === 'behind') void takeHeld();
      return answer;
    };
  };

/** Without the counter's lock, and in a transaction that takes its time: one statement would be over before another begins. */
async function numberedAlong(send: Send, statement: Statement): Promise<pg.QueryResult> {
  const unlocked = rewritten(statement, 'FOR UPDATE OF c', '');
  const isWithinMove = statement.values?.[0] === null;
  if (isWithinMove) return send(unlocked);
  await send({ text: 'BEGIN' });
  try {
    await send(unlocked);
    return await send({ text: 'COMMIT' });
  } catch (error) {
    await send({ text: 'ROLLBACK' });
    throw error;
  }
}

export interface Planted {
  mutant: Mutant;
  /** Where it was last seen: tried before the others, to save time. */
  seenIn: string;
}

/** The bugs that one makes here, planted where statements go: in shipped code there is no switch for any of them. */
export const MUTANTS: Record<string, Planted> = {
  'tours are looked at without a lock of their people': {
    mutant: (send) => async (statement) =>
      statement.text.includes('pg_advisory_xact_lock($1, id)') ? NOTHING : send(statement),
    seenIn: 'a count that a signature waits for, and the last missing event',
  },
  'no lock is taken': {
    mutant: (send) => async (statement) => (isEntityLock(statement) ? NOTHING : send(statement)),
    seenIn: 'a client, and its invoice and change',
  },
  'the lock is taken behind the loading': {
    mutant: lockLate(isFirstWrite, 'before'),
    seenIn: 'an event, and its correction',
  },
  'waiting events are not read again behind the lock': {
    mutant: lockLate(isReadOfWaiting, 'behind'),
    seenIn: 'a delivery of HQ, and its invoice',
  },
  'whoever waits shares the lock': {
    mutant: (send) => async (statement) =>
      send(isEntityLock(statement) ? rewritten(statement, 'WHEN alone THEN', 'WHEN false AND alone THEN') : statement),
    seenIn: 'a quarantined client is accepted, and its invoice',
  },
  'a client is written by an upsert': {
    mutant: (send) => async (statement) =>
      send(
        statement.text.includes('INSERT INTO clients (id, balance_as_of')
          ? rewritten(
              statement,
              /FROM rows ORDER BY id\s*\)/,
              'FROM rows ORDER BY id ON CONFLICT (id) DO UPDATE SET name = excluded.name)',
            )
          : statement,
      ),
    seenIn: 'one client, by a phone and by a hand in the database',
  },
  'several number at the same time': {
    mutant: (send) => async (statement) => (isNumbering(statement) ? numberedAlong(send, statement) : send(statement)),
    seenIn: 'one client is changed by two phones',
  },
  'what was appended last is numbered first': {
    mutant: (send) => async (statement) =>
      send(
        isNumbering(statement)
          ? rewritten(statement, 'OVER (ORDER BY first_id)', 'OVER (ORDER BY first_id DESC)')
          : statement,
      ),
    seenIn: 'one client is changed by two phones',
  },
  'crews are read without holding them': {
    mutant: (send) => async (statement) => (isCrewLock(statement) ? NOTHING : send(statement)),
    seenIn: 'a delivery is planned, and somebody joins the crew that is told',
  },
  'authors are read without holding them': {
    mutant: (send) => async (statement) =>
      send(statement.text.includes('FROM users') ? rewritten(statement, /\bFOR SHARE\b/, '') : statement),
    seenIn: 'a device is revoked, and a hub brings its event',
  },
};
