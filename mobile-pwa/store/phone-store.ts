import type { JSONWebKeySet } from 'jose';
import type { SignedStatement } from '#shared/domain/grace.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Sha256, SignChecksum } from '#shared/ports/crypto.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { BlobOutbox } from '#shared/sync-client/blob-outbox.ts';
import type { DeviceStore } from '#shared/sync-client/device-store.ts';
import { forgetOld } from './archive.ts';
import { type AuditContext, type AuditStep, openTrail } from './audit.ts';
import { phoneBlobOutbox } from './blob-outbox.ts';
import { forgetBlobs } from './blobs.ts';
import type { Owner } from './changes.ts';
import { succeed, successorId, wasRolledBack } from './device-rollback.ts';
import { phoneDeviceStore } from './device-store.ts';
import { giveBackPages } from './free-pages.ts';
import { type Author, adoptDevice, type JournalDeps, openJournal } from './journal.ts';
import { migrate } from './schema.ts';
import { isFull, type Sql } from './sql.ts';
import { type StoreCalls, storeCalls } from './store-calls.ts';

export interface PhoneStoreDeps {
  owner: Owner;
  clock: Clock;
  ids: Ids;
  sha256: Sha256;
  sign: SignChecksum;
  /** The device that goes on with the numbering once the server has shown that this phone was put back to an earlier copy. */
  successor: () => Promise<Author>;
  jwks: (jws: string) => Promise<JSONWebKeySet | null>;
  /** How the phone is, for its audit trail; absent where no trail is kept. */
  surroundings?: () => AuditContext;
  /** Called with each checkpoint that the server signed. */
  heard?: (statement: SignedStatement) => void;
  /** Called after each write. `made` says that an event was made: there is something to hand in. */
  onWrite?: (made: boolean) => void;
}

/** All that a phone keeps, for its screens and for the device engine. */
export interface PhoneStore extends StoreCalls {
  /** The engine's side. */
  device: DeviceStore;
  /** The uploader's side. */
  blobs: BlobOutbox;
  /** Makes events of the steps that wait, as before a sign-out. */
  flushAudit(): Promise<void>;
}

/** Who numbers: this device, until it learns that it was put back to an earlier copy; then its successor alone. */
function authorship(sql: Sql, { owner, sign, successor }: PhoneStoreDeps): Pick<JournalDeps, 'author' | 'isAuthor'> {
  return {
    async author() {
      if (!wasRolledBack(sql)) return { deviceId: owner.deviceId, sign };
      const next = await successor();
      succeed(sql, next.deviceId);
      return next;
    },
    isAuthor: (deviceId) => deviceId === (wasRolledBack(sql) ? successorId(sql) : owner.deviceId),
  };
}

/** Makes or upgrades the tables, sealing included. `newer`: an app that came later wrote this file, and this one must not touch it. */
export const prepareSchema = migrate;

/** What is past its time leaves; a phone that is too full even for that is opened all the same. */
const tidy = (sql: Sql): void =>
  unlessFull(() => {
    forgetOld(sql);
    forgetBlobs(sql);
    giveBackPages(sql);
  });

function unlessFull(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!isFull(error)) throw error;
  }
}

/** Opens the store of one device and its user on tables that `prepareSchema` has made ready. */
export function openPhoneStore(sql: Sql, deps: PhoneStoreDeps): PhoneStore {
  const { owner, clock, ids, heard = () => {}, onWrite = () => {} } = deps;
  adoptDevice(sql, owner.deviceId, owner.userId);
  // What was being sent when the app died is pending again.
  sql.exec(`UPDATE sync_queue SET status = iif(custody = 'hub', 'ACKED', 'PENDING') WHERE status = 'SENDING'`);
  tidy(sql);
  const { sha256, surroundings = null } = deps;
  const trail = openTrail({ sql, ids, sha256, clock, userId: owner.userId, context: surroundings });
  const journal = openJournal({ sql, userId: owner.userId, sha256, trail, ...authorship(sql, deps) });
  const flushAudit = async () =>
    void (await journal.append(
      () => [],
      () => {},
    ));
  // A phone that is too full for a step does what its person wants all the same.
  const noteStep = (step: AuditStep) => unlessFull(() => trail.note([step], owner.deviceId));
  return {
    device: phoneDeviceStore({
      ...{ sql, owner, clock, jwks: deps.jwks, heard, onWrite: () => onWrite(false) },
      surroundings: () => {
        const { app_version = null, battery_level = null } = surroundings?.() ?? {};
        return { app: app_version, battery: battery_level };
      },
      beforeBatch: async () => {
        if (trail.isDue()) await flushAudit();
      },
    }),
    flushAudit,
    blobs: phoneBlobOutbox(sql, clock, () => onWrite(false)),
    ...storeCalls({ sql, journal, clock, ids, noteStep }, onWrite),
  };
}
