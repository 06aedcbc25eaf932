import type { JSONWebKeySet } from 'jose';
import type { SignedStatement } from '#shared/domain/grace.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import { verifyCheckpoint } from '#shared/sync-client/checkpoint.ts';
import type { DeviceSaid, DeviceStore } from '#shared/sync-client/device-store.ts';
import { applyPage, type Owner } from './changes.ts';
import { journalHead } from './journal.ts';
import * as outbox from './outbox.ts';
import { keptHead } from './signed-head.ts';
import { commitScope, stageScope } from './snapshot.ts';
import type { Sql } from './sql.ts';
import { cursorFor } from './unverified-hub-data.ts';

interface Deps {
  sql: Sql;
  owner: Owner;
  clock: Clock;
  /** The server's public keys with which to read this statement; null before a sign-in. */
  jwks: (jws: string) => Promise<JSONWebKeySet | null>;
  /** Called with each checkpoint that the server signed. */
  heard: (statement: SignedStatement) => void;
  /** Called before something is taken out of the queue. */
  beforeBatch?: () => Promise<void>;
  /** Called after each write, so that screens look again. */
  onWrite: () => void;
  /** How the phone is. */
  surroundings?: () => Pick<DeviceSaid, 'battery' | 'app'>;
}

const UNKNOWN = () => ({ battery: null, app: null });

/** The phone's side of the device engine. Each call is one transaction, on disk when it resolves. */
export function phoneDeviceStore(deps: Deps): DeviceStore {
  const { sql, owner, clock, jwks, heard, beforeBatch, onWrite, surroundings = UNKNOWN } = deps;
  const now = () => isoTime(clock.now());
  const written = async (work: () => void): Promise<void> => {
    work();
    onWrite();
  };
  return {
    async nextBatch(node, events, bytes) {
      await beforeBatch?.();
      return outbox.nextBatch(sql, node, { events, bytes }, owner.deviceId, clock.now());
    },
    recordPush: (node, sent, answer) => written(() => outbox.recordPush(sql, node, sent, answer, now())),
    setAside: (node, eventId, code) => written(() => outbox.setAside(sql, node, eventId, code, now())),
    cursor: async (node) => cursorFor(sql, node, clock.now()),
    async applyPage(page) {
      // Before the transaction, because WebCrypto is asynchronous and SQLite's transactions are not.
      const keys = page.checkpoint === null ? null : await jwks(page.checkpoint);
      const checkpoint =
        page.checkpoint !== null && keys ? await verifyCheckpoint(page.checkpoint, keys, owner.deviceId) : null;
      if (checkpoint !== null) {
        const signed = checkpoint.iat * 1_000;
        heard({ signed, age: Date.parse(page.server_time) - signed });
      }
      await written(() => applyPage(sql, page, checkpoint, owner, now()));
    },
    stageScope: async (page, first) => stageScope(sql, page, first),
    commitScope: (nextSince, node) => written(() => commitScope(sql, nextSince, node, owner, now())),
    signedHead: async () => keptHead(sql)?.jws ?? null,
    said: async () => ({ made: journalHead(sql).seq, unsent: outbox.notHandedIn(sql), ...surroundings() }),
    unsent: async () => outbox.unsent(sql),
  };
}
