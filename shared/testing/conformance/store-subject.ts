import { expect } from 'vitest';
import type { Delivery } from '#shared/contract/entities.ts';
import type { EventErrorCode } from '#shared/contract/errors.ts';
import type { SyncEvent } from '#shared/contract/events.ts';
import type { NodeKind } from '#shared/contract/sync.ts';
import type { Change } from '#shared/domain/change.ts';
import { sha256 } from '#shared/ports/crypto-node.ts';
import type { Caller } from '#shared/sync-server/caller.ts';
import type { EventOutcome, IncomingBatch, SyncStore } from '#shared/sync-server/sync-store.ts';
import { type TestDevice, testIds } from '../test-device.ts';

export type DeviceCaller = Extract<Caller, { kind: 'device' }>;
export type HubCaller = Extract<Caller, { kind: 'hub' }>;

/** A registered device, and the caller that its token makes. */
export interface Handset {
  device: TestDevice;
  caller: DeviceCaller;
}

/** A store with the demo's data in it, and what a suite must be able to do around it. */
export interface StoreUnderTest {
  kind: NodeKind;
  store: SyncStore;
  /** A new device of a demo user, registered at HQ. */
  handset(username: string): Promise<Handset>;
  /** The hub of depot ALG, as it calls the server. */
  hub: HubCaller;
  /** Commits changes at HQ, and lets this node learn of them. */
  say(changes: Change[]): Promise<void>;
  /** Plans another delivery for `driver1.alger`. */
  delivery(): Promise<Delivery & { qr_payload: string }>;
  /** The texts kept under an event's id, read by another connection than the store's: what is there after a crash. */
  keptTexts(eventId: string): Promise<string[]>;
  /** How many times an event's goods were taken from the stock. 0 at a hub, which decides nothing. */
  stockMoves(eventId: string): Promise<number>;
}

export const audit = (device: TestDevice, n: unknown = 0): SyncEvent =>
  device.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: { n } });

export const validation = (device: TestDevice, delivery: { id: string; qr_payload: string }): SyncEvent =>
  device.say({
    entity_type: 'DELIVERY',
    entity_id: delivery.id,
    action: 'DELIVERY_VALIDATED',
    payload: { qr_scanned: delivery.qr_payload, validated_at: new Date().toISOString() },
  });

/** A batch whose copies were judged by themselves before, as `push` hands it to a store. */
export function batchOf(caller: Caller, events: SyncEvent[], more: Partial<IncomingBatch> = {}): IncomingBatch {
  return {
    caller,
    batchId: testIds.uuid(),
    contentHash: sha256(JSON.stringify(events.map(({ id, checksum }) => [id, checksum]))),
    events: events.map((event) => ({ event, text: JSON.stringify(event), vouch: 'valid', relayed: null })),
    refused: [],
    driftMs: 0,
    ...more,
  };
}

/** Hands a batch in and gives the outcomes in short: `acked`, or the code. */
export async function handIn(
  { store }: StoreUnderTest,
  caller: Caller,
  events: SyncEvent[],
  more: Partial<IncomingBatch> = {},
): Promise<Record<string, 'acked' | EventErrorCode>> {
  const accepted = await store.accept(batchOf(caller, events, more));
  expect(accepted, 'the batch is taken').toMatchObject({ ok: true });
  return accepted.ok ? inShort(accepted.value.outcomes) : {};
}

export const inShort = (outcomes: Map<string, EventOutcome>): Record<string, 'acked' | EventErrorCode> =>
  Object.fromEntries([...outcomes].map(([id, outcome]) => [id, outcome.kind === 'acked' ? 'acked' : outcome.code]));

/** A batch in which no signature vouches for anything. */
export const unvouched = (events: SyncEvent[]): Pick<IncomingBatch, 'events'> => ({
  events: events.map((event) => ({ event, text: JSON.stringify(event), vouch: 'invalid', relayed: null })),
});
