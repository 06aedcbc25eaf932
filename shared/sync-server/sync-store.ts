import {
  type EventErrorCode,
  type RequestError,
  type Resolution,
  type Result,
  refuse,
} from '#shared/contract/errors.ts';
import type { PublicKey } from '#shared/contract/identity.ts';
import type { BootstrapResponse, DeviceStatus, PullResponse, Relayed, StatusResponse } from '#shared/contract/sync.ts';
import type { Vouch } from '#shared/domain/chain.ts';
import type { Caller } from './caller.ts';
import type { ReceivedEvent, RefusedCopy } from './intake.ts';

/** A batch whose copies have been judged by themselves; the store judges what needs to be remembered. */
export interface IncomingBatch {
  caller: Caller;
  batchId: string;
  /** Hash of the batch's ordered (id, checksum) list. */
  contentHash: string;
  events: (ReceivedEvent & { vouch: Vouch; relayed: Relayed | null })[];
  refused: RefusedCopy[];
  /**
   * The pusher's clock minus this node's, as this request alone says: less the time that its headers took. A store compares
   * it with earlier ones (`estimateDrift`).
   */
  driftMs: number;
}

export type EventOutcome = { kind: 'acked' } | { kind: 'failed'; code: EventErrorCode; resolution?: Resolution };

export interface AcceptedBatch {
  /** By event id. */
  outcomes: Map<string, EventOutcome>;
  /** For hubs, by the server: the signed checkpoint of each device in the batch. */
  checkpoints?: string[];
}

/** What a node keeps, behind the four calls. Every call is one transaction; an accepted batch is on disk when it resolves. */
export interface SyncStore {
  /** Public keys of devices, as far as this node knows them. */
  keysOf(deviceIds: string[]): Promise<Map<string, PublicKey>>;
  /** BATCH_ID_REUSED where the id stood for another content. Never throws for what an event says. */
  accept(batch: IncomingBatch): Promise<Result<AcceptedBatch, RequestError>>;
  /**
   * Changes after a cursor (or an ISO time) in the caller's scope, with the checkpoint of `deviceId`: the caller's own,
   * or one of a hub's depot. CURSOR_EXPIRED where the cursor cannot be gone on from.
   */
  changes(caller: Caller, since: string, limit: number, deviceId: string): Promise<Result<ChangePage, RequestError>>;
  /** One page of the caller's whole scope; `page` is an earlier answer's `next_page`, null for the first. */
  snapshot(caller: Caller, page: string | null): Promise<Result<Snapshot, RequestError>>;
  status(caller: Caller): Promise<NodeStatus>;
}

export type ChangePage = Pick<PullResponse, 'events' | 'has_more' | 'next_since' | 'checkpoint'> & {
  device_status: DeviceStatus;
};
export type Snapshot = Omit<BootstrapResponse, 'server_time'>;
export type NodeStatus = Pick<StatusResponse, 'device' | 'sync_required' | 'upstream'>;

export const badSince = () => refuse('INVALID_REQUEST', 'since is neither a time nor a cursor of an earlier answer.');
export const cursorExpired = () =>
  refuse('CURSOR_EXPIRED', 'This cursor cannot be gone on from. Bootstrap again: replace the caches, never the queue.');
