import { LIMITS } from '#shared/contract/limits.ts';
import type { BootstrapResponse, DeviceStatus, PullResponse } from '#shared/contract/sync.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { DeviceStore } from './device-store.ts';
import type { CallResult, NodeApi } from './node-api.ts';

type Fault = Exclude<CallResult<never>, { kind: 'ok' | 'cursor_expired' }>;
export type PullResult = { kind: 'done'; changes: number; status: DeviceStatus | null } | Fault;
/** There is something to hand in: the page that was asked for is left, and is asked for again after it. */
type Left = { kind: 'left'; changes: number };

type Silence = Extract<Fault, { kind: 'unreachable' }>;

const inCircles: Fault = {
  kind: 'refused',
  status: 200,
  code: 'IN_CIRCLES',
  detail: 'The node says more, and not where.',
};

/** How much of a round one node may have: whoever answers without end would keep the others waiting. */
type Patience = { isOver: () => boolean };

function patience(clock: Clock): Patience {
  const until = clock.now() + LIMITS.fetchMs;
  let pages = 0;
  return {
    isOver() {
      pages += 1;
      return pages >= LIMITS.fetchPages || clock.now() >= until;
    },
  };
}

/**
 * Fetches what is new, a few pages at most, while a long queue is handed in: news must not wait for its end. A node that
 * has fallen silent is given, so that nobody waits for it once more; what else goes wrong is found by the handing in
 * itself, or by the whole fetch after it.
 */
export async function pullMeanwhile(api: NodeApi, store: DeviceStore): Promise<Silence | null> {
  let pages = 0;
  const pulled = await pullPages(api, store, {
    isOver() {
      pages += 1;
      return pages >= LIMITS.fetchPagesMeanwhile;
    },
  });
  return pulled.kind === 'unreachable' ? pulled : null;
}

/** How far a snapshot has come, in entities. */
export interface Load {
  done: number;
  /** Null where the node does not say. */
  total: number | null;
}

/**
 * Brings the cache up to the node's last change; takes a new snapshot where there is no cursor or it has expired, and
 * says with each page how far that has come. What a node has beyond a round's patience is fetched in the next.
 */
export async function pullAll(
  api: NodeApi,
  store: DeviceStore,
  clock: Clock,
  { onLoad, leave }: { onLoad: (load: Load) => void; leave?: AbortSignal | null },
): Promise<PullResult | Left> {
  const turn = patience(clock);
  const pulled = await pullPages(api, store, turn, leave ?? null);
  if (pulled.kind !== 'cursor_expired') return pulled;
  const snapshot = await bootstrap(api, store, turn, onLoad);
  if (snapshot.kind !== 'done') return snapshot;
  const rest = await pullPages(api, store, turn);
  // A node that does not take the cursor of its own snapshot would be asked for ever: it is left until the next round.
  return rest.kind === 'cursor_expired' ? { kind: 'busy', retryAfterSeconds: null } : rest;
}

async function pullPages(
  api: NodeApi,
  store: DeviceStore,
  turn: Patience,
  leave: AbortSignal | null = null,
): Promise<PullResult | Left | { kind: 'cursor_expired' }> {
  let changes = 0;
  for (;;) {
    const since = await store.cursor(api.node);
    if (since === null) return { kind: 'cursor_expired' };
    const result = await askPage(api, store, { since, leave });
    if (result.kind === 'left') return { kind: 'left', changes };
    if (result.kind !== 'ok') return result;
    const { events, has_more, next_since, device_status } = result.value;
    await store.applyPage(result.value);
    changes += events.length;
    if (!has_more) return { kind: 'done', changes, status: device_status };
    if (next_since === since) return inCircles;
    if (turn.isOver()) return { kind: 'done', changes, status: device_status };
  }
}

/** Asking changes nothing at a node, so an answer that nobody waits for any more is lost without harm. */
async function askPage(
  api: NodeApi,
  store: DeviceStore,
  { since, leave }: { since: string; leave: AbortSignal | null },
): Promise<CallResult<PullResponse> | { kind: 'left' }> {
  const signs = { head: await store.signedHead(), said: (await store.said?.()) ?? null };
  if (leave?.aborted) return { kind: 'left' };
  const result = await api.pull(since, LIMITS.pullMax, { ...signs, leave });
  return leave?.aborted && result.kind === 'unreachable' ? { kind: 'left' } : result;
}

async function bootstrap(
  api: NodeApi,
  store: DeviceStore,
  turn: Patience,
  onLoad: (load: Load) => void,
): Promise<{ kind: 'done' } | Fault> {
  store.beforeLoad?.();
  let load: Load = { done: 0, total: null };
  let page: string | null = null;
  let nextSince: string | null = null;
  for (;;) {
    const result: CallResult<BootstrapResponse> = await api.bootstrap(page);
    if (result.kind === 'cursor_expired') return { kind: 'busy', retryAfterSeconds: null };
    if (result.kind !== 'ok') return result;
    await store.stageScope(result.value, page === null);
    load = advanced(load, result.value);
    onLoad(load);
    // The cursor of the first page is the oldest: nothing that changed while paging is missed.
    nextSince ??= result.value.next_since;
    if (page !== null && result.value.next_page === page) return inCircles;
    page = result.value.next_page;
    if (!result.value.has_more || page === null) {
      await store.commitScope(nextSince, api.node);
      return { kind: 'done' };
    }
    if (turn.isOver()) return inCircles;
  }
}

/** Only for showing: whatever a node says, it must not stop the load. */
function advanced({ done, total }: Load, { entities, total: said }: BootstrapResponse): Load {
  const lists = Object.values(entities ?? {}).filter((list) => Array.isArray(list));
  const here = lists.reduce((sum, list) => sum + list.length, 0);
  const isCount = said !== undefined && Number.isSafeInteger(said) && said > 0;
  return { done: done + here, total: total ?? (isCount ? said : null) };
}
