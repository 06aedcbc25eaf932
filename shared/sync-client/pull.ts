import { LIMITS } from '#shared/contract/limits.ts';
import type { BootstrapResponse, DeviceStatus } from '#shared/contract/sync.ts';
import type { DeviceStore } from './device-store.ts';
import type { CallResult, NodeApi } from './node-api.ts';

type Fault = Exclude<CallResult<never>, { kind: 'ok' | 'cursor_expired' }>;
export type PullResult = { kind: 'done'; changes: number; status: DeviceStatus | null } | Fault;

const inCircles: Fault = {
  kind: 'refused',
  status: 200,
  code: 'IN_CIRCLES',
  detail: 'The node says more, and not where.',
};

/** Brings the cache up to the node's last change; takes a new snapshot where there is no cursor or it has expired. */
export async function pullAll(api: NodeApi, store: DeviceStore): Promise<PullResult> {
  const pulled = await pullPages(api, store);
  if (pulled.kind !== 'cursor_expired') return pulled;
  const snapshot = await bootstrap(api, store);
  if (snapshot.kind !== 'done') return snapshot;
  const rest = await pullPages(api, store);
  // A node that does not take the cursor of its own snapshot would be asked for ever: it is left until the next round.
  return rest.kind === 'cursor_expired' ? { kind: 'busy', retryAfterSeconds: null } : rest;
}

async function pullPages(api: NodeApi, store: DeviceStore): Promise<PullResult | { kind: 'cursor_expired' }> {
  let changes = 0;
  for (;;) {
    const since = await store.cursor();
    if (since === null) return { kind: 'cursor_expired' };
    const result = await api.pull(since, LIMITS.pullMax);
    if (result.kind !== 'ok') return result;
    const { events, has_more, next_since, device_status } = result.value;
    await store.applyPage(result.value);
    changes += events.length;
    if (!has_more) return { kind: 'done', changes, status: device_status };
    if (next_since === since) return inCircles;
  }
}

async function bootstrap(api: NodeApi, store: DeviceStore): Promise<{ kind: 'done' } | Fault> {
  let page: string | null = null;
  let nextSince: string | null = null;
  for (;;) {
    const result: CallResult<BootstrapResponse> = await api.bootstrap(page);
    if (result.kind === 'cursor_expired') return { kind: 'busy', retryAfterSeconds: null };
    if (result.kind !== 'ok') return result;
    await store.stageScope(result.value, page === null);
    // The cursor of the first page is the oldest: nothing that changed while paging is missed.
    nextSince ??= result.value.next_since;
    if (page !== null && result.value.next_page === page) return inCircles;
    page = result.value.next_page;
    if (!result.value.has_more || page === null) {
      await store.commitScope(nextSince);
      return { kind: 'done' };
    }
  }
}
