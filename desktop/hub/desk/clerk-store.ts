import { deskPinPauseMs, pinIsSpent } from '#shared/domain/pin.ts';
import type { JournalHead } from '#shared/sync-client/make-event.ts';
import { blobUuid, uuidBlob } from '../store/blobs.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import type { ClerkSecrets, SecretSeal } from './clerk-secrets.ts';

/** A clerk who has signed in at this PC. */
export interface Clerk {
  user_id: number;
  username: string;
  device_id: string;
  name: string;
  pin_hash: string;
  wrong_pins: number;
  /** By the server's time, in milliseconds; 0 where HQ believes this session no more. */
  believed_until: number;
  renewed_at: number;
  secrets: ClerkSecrets;
  head: JournalHead;
}

interface Row extends Omit<Clerk, 'device_id' | 'secrets' | 'head'> {
  device_id: Buffer;
  secrets: Buffer;
  seq: number;
  checksum: string | null;
}

/** A try that a clerk has, or how long the next one has to wait. `SPENT`: only the password helps. */
export type Try = { kind: 'TAKEN' } | { kind: 'WAIT'; ms: number } | { kind: 'SPENT' };

const COLUMNS = `user_id, username, device_id, name, pin_hash, wrong_pins, believed_until, renewed_at, secrets, seq, checksum`;

export function clerkStore(database: HubDatabase, seal: SecretSeal) {
  const all = database.prepare<[], Row>(`SELECT ${COLUMNS} FROM clerks ORDER BY name, user_id`);
  const one = database.prepare<[number], Row>(`SELECT ${COLUMNS} FROM clerks WHERE user_id = ?`);
  const byUsername = database.prepare<[string], Row>(`SELECT ${COLUMNS} FROM clerks WHERE username = ?`);
  const put = database.prepare(
    `INSERT INTO clerks (user_id, username, device_id, name, pin_hash, renewed_at, believed_until, secrets)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (user_id) DO UPDATE SET username = excluded.username, name = excluded.name, pin_hash = excluded.pin_hash,
       wrong_pins = 0, paused_until = 0, renewed_at = excluded.renewed_at, believed_until = excluded.believed_until,
       secrets = excluded.secrets,
       seq = iif(device_id = excluded.device_id, seq, 0),
       checksum = iif(device_id = excluded.device_id, checksum, NULL), device_id = excluded.device_id`,
  );
  const renewed = database.prepare(
    'UPDATE clerks SET renewed_at = ?, believed_until = ?, secrets = ? WHERE user_id = ? AND device_id = ?',
  );
  const distrust = database.prepare('UPDATE clerks SET believed_until = 0 WHERE user_id = ? AND device_id = ?');
  const forget = database.prepare('DELETE FROM clerks WHERE user_id = ?');
  const tries = database.prepare<[number], { wrong_pins: number; paused_until: number }>(
    'SELECT wrong_pins, paused_until FROM clerks WHERE user_id = ?',
  );
  const noteTry = database.prepare('UPDATE clerks SET wrong_pins = ?, paused_until = ? WHERE user_id = ?');
  const follow = database.prepare('UPDATE clerks SET seq = ?, checksum = ? WHERE user_id = ?');

  /** Of another hub's key, as after a lost one, nothing can be opened: that clerk signs in anew, as another device. */
  const read = (row: Row | undefined): Clerk | null => {
    if (row === undefined) return null;
    const { device_id: blob, secrets: sealed, seq, checksum, ...rest } = row;
    const device_id = blobUuid(blob);
    const secrets = seal.open(device_id, sealed);
    return secrets === null ? null : { ...rest, device_id, secrets, head: { seq, checksum } };
  };
  return {
    all: (): Clerk[] => all.all().flatMap((row) => read(row) ?? []),
    get: (userId: number): Clerk | null => read(one.get(userId)),
    byUsername: (username: string): Clerk | null => read(byUsername.get(username)),
    put(clerk: Omit<Clerk, 'wrong_pins' | 'head'>): void {
      const { user_id, username, device_id, name, pin_hash, renewed_at, believed_until, secrets } = clerk;
      const sealed = seal.seal(device_id, secrets);
      put.run(user_id, username, uuidBlob(device_id), name, pin_hash, renewed_at, believed_until, sealed);
    },
    renewed({ user_id, device_id, secrets, renewed_at, believed_until }: Clerk): void {
      renewed.run(renewed_at, believed_until, seal.seal(device_id, secrets), user_id, uuidBlob(device_id));
    },
    distrust: ({ user_id, device_id }: Pick<Clerk, 'user_id' | 'device_id'>): void => {
      distrust.run(user_id, uuidBlob(device_id));
    },
    /** False where nobody of that name is here. */
    forget: (userId: number): boolean => forget.run(userId).changes === 1,
    /** Counts as wrong until `rightPin` says otherwise: however many come at once, no more are looked at than are allowed. */
    takeTry(userId: number, now: number): Try {
      const { wrong_pins, paused_until } = tries.get(userId) ?? { wrong_pins: 0, paused_until: 0 };
      if (pinIsSpent(wrong_pins)) return { kind: 'SPENT' };
      const left = paused_until - now;
      const pause = deskPinPauseMs(wrong_pins);
      // A clock that was set back makes no pause longer than it is.
      if (left > pause) noteTry.run(wrong_pins, now + pause, userId);
      if (left > 0) return { kind: 'WAIT', ms: Math.min(left, pause) };
      noteTry.run(wrong_pins + 1, now + deskPinPauseMs(wrong_pins + 1), userId);
      return { kind: 'TAKEN' };
    },
    rightPin: (userId: number): void => {
      noteTry.run(0, 0, userId);
    },
    follow: (userId: number, { seq, checksum }: JournalHead): void => {
      follow.run(seq, checksum, userId);
    },
  };
}

export type ClerkStore = ReturnType<typeof clerkStore>;
