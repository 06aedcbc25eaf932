import { LIMITS } from '#shared/contract/limits.ts';
import type { Outgoing } from './device-store.ts';
import type { NodeApi } from './node-api.ts';
import { type PushDeps, pushBody } from './push.ts';

/** The queue of a device that is to erase itself. Each call is on disk when it resolves. */
export interface RescueOutbox {
  /** What has not been rescued yet, oldest first, in one push's measure. */
  next(): Promise<Outgoing[]>;
  /** A node has these in custody: they are erased. */
  rescued(eventIds: string[]): Promise<void>;
  /** A node has refused these copies, and keeps them in its log. After some times they are given up. */
  refused(eventIds: string[]): Promise<void>;
}

export interface RescueDeps extends Omit<PushDeps, 'store'> {
  outbox: RescueOutbox;
  /** Whether an answer bears the server's valid order to this very device. */
  believes(order: string | null): Promise<boolean>;
}

/** `unasked`: the node has not shown an order, so what it says of events counts for nothing. */
export type RescueEnd = { kind: 'empty' | 'unasked' } | { kind: 'later'; retryAfterSeconds: number | null };

/**
 * Offers a node everything that is left, and erases what it lists, in the very answer that bears a valid order: a node
 * that cannot show one may be anybody. One event that the node chokes on holds up no other.
 */
export async function rescueTo(api: NodeApi, deps: RescueDeps): Promise<RescueEnd> {
  const choked = new Set<string>();
  let most: number = LIMITS.eventsPerPush;
  for (;;) {
    const all = await deps.outbox.next();
    const batch = all.filter(({ id }) => !choked.has(id)).slice(0, most);
    const end = await offer(api, deps, batch);
    if (end === 'choked') {
      const [only] = batch;
      if (only === undefined) return later(null);
      if (batch.length === 1) choked.add(only.id);
      else most = Math.ceil(batch.length / 2);
    } else if (end !== 'moved') return end.kind === 'empty' && all.length > 0 ? later(null) : end;
  }
}

/** One push. An empty one asks for the order all the same: no node is believed about photos without one. */
async function offer(api: NodeApi, deps: RescueDeps, batch: Outgoing[]): Promise<RescueEnd | 'moved' | 'choked'> {
  const result = await api.push(pushBody(deps, batch));
  switch (result.kind) {
    case 'revoked':
      if (!(await deps.believes(result.wipeOrder))) return { kind: 'unasked' };
      if (batch.length === 0) return { kind: 'empty' };
      return (await takeIn(deps.outbox, batch, result)) ? 'moved' : later(null);
    case 'item_fault':
      return 'choked';
    case 'busy':
      return later(result.retryAfterSeconds);
    case 'ok':
      return { kind: 'unasked' };
    case 'unreachable':
    case 'sign_in':
    case 'cursor_expired':
    case 'refused':
      return later(null);
  }
}

const later = (retryAfterSeconds: number | null): RescueEnd => ({ kind: 'later', retryAfterSeconds });

/** False where the node has said nothing about what it was offered. */
async function takeIn(
  outbox: RescueOutbox,
  batch: Outgoing[],
  lists: { quarantined: string[]; refused: string[] },
): Promise<boolean> {
  const offered = new Set(batch.map(({ id }) => id));
  const rescued = lists.quarantined.filter((id) => offered.has(id));
  const taken = new Set(rescued);
  const refused = lists.refused.filter((id) => offered.has(id) && !taken.has(id));
  if (rescued.length > 0) await outbox.rescued(rescued);
  if (refused.length > 0) await outbox.refused(refused);
  return rescued.length + refused.length > 0;
}
