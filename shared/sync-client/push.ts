import { LIMITS } from '#shared/contract/limits.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { DeviceStore, Outgoing } from './device-store.ts';
import type { CallResult, NodeApi } from './node-api.ts';

export interface PushDeps {
  deviceId: string;
  store: DeviceStore;
  clock: Clock;
  ids: Ids;
  /** Told after each batch how many events the node has taken of it. Whatever it gives but null ends the handing in early. */
  afterBatch?: (handedOver: number) => Promise<'stop' | ChannelFault | null>;
}

type ChannelFault = Exclude<CallResult<never>, { kind: 'ok' | 'item_fault' }>;
export type PushResult = { kind: 'done'; handedOver: number } | ChannelFault;

/** Room for the envelope around the events. */
export const BATCH_BYTES = LIMITS.bodyBytes - 64 * 1024;

/**
 * Offers a node everything that it should have. An item's fault fails that item: the batch is halved down to the one
 * event, which is set aside. A channel's fault stops the round and changes nothing.
 */
export async function pushAll(api: NodeApi, deps: PushDeps): Promise<PushResult> {
  let handedOver = 0;
  let offered = new Set<string>();
  for (;;) {
    const batch = await deps.store.nextBatch(api.node, LIMITS.eventsPerPush, BATCH_BYTES);
    // What a node left undecided (retry: true) waits for the next round: never offer it twice in one. The oldest come
    // first, so what was left undecided stands in the very next batch: a long backlog need not be remembered.
    const fresh = batch.filter(({ id }) => !offered.has(id));
    if (fresh.length === 0) return { kind: 'done', handedOver };
    offered = new Set(batch.map(({ id }) => id));
    const result = await pushBatch(api, deps, fresh);
    if (result.kind !== 'done') return result;
    handedOver += result.handedOver;
    const end = (await deps.afterBatch?.(result.handedOver)) ?? null;
    if (end !== null) return end === 'stop' ? { kind: 'done', handedOver } : end;
  }
}

async function pushBatch(api: NodeApi, deps: PushDeps, batch: Outgoing[]): Promise<PushResult> {
  const result = await api.push(pushBody(deps, batch));
  if (result.kind === 'ok') {
    await deps.store.recordPush(api.node, batch, result.value);
    return { kind: 'done', handedOver: result.value.acked_event_ids.length };
  }
  if (result.kind !== 'item_fault') return result;
  const [only] = batch;
  if (batch.length === 1 && only) {
    await deps.store.setAside(api.node, only.id, result.code);
    return { kind: 'done', handedOver: 0 };
  }
  const middle = Math.ceil(batch.length / 2);
  const first = await pushBatch(api, deps, batch.slice(0, middle));
  if (first.kind !== 'done') return first;
  const second = await pushBatch(api, deps, batch.slice(middle));
  return second.kind === 'done' ? { kind: 'done', handedOver: first.handedOver + second.handedOver } : second;
}

/** A PushRequest as JSON text, each event in its own text. */
export function pushBody(
  { deviceId, clock, ids }: Pick<PushDeps, 'deviceId' | 'clock' | 'ids'>,
  batch: Outgoing[],
): string {
  const relayed: Record<string, Outgoing['relayed']> = {};
  for (const { id, relayed: seen } of batch) if (seen) relayed[id] = seen;
  const envelope = {
    device_id: deviceId,
    batch_id: ids.uuid(),
    sent_at: isoTime(clock.now()),
    ...(Object.keys(relayed).length > 0 ? { relayed } : {}),
  };
  return `${JSON.stringify(envelope).slice(0, -1)},"events":[${batch.map(({ text }) => text).join(',')}]}`;
}
