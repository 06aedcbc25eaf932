import { LIMITS } from '#shared/contract/limits.ts';
import type { DeviceStatus } from '#shared/contract/sync.ts';
import type { DeviceStore } from './device-store.ts';
import type { CallResult, NodeApi } from './node-api.ts';

type Fault = Exclude<CallResult<never>, { kind: 'ok' | 'cursor_expired' }>;
export type PullResult = { kind: 'done'; changes: number; status: DeviceStatus | null } | Fault;

/** Brings the cache up to the node's last change; takes a new snapshot where there is no cursor or it has expired. */
export async function pullAll(api: NodeApi, store: DeviceStore): Promise<PullResult> {
  let changes = 0;
  for (;;) {
    const since = await store.cursor();
    const result = since === null ? ({ kind: 'cursor_expired' } as const) : await api.pull(since, LIMITS.pullMax);
    if (result.kind === 'cursor_expired') {
      const snapshot = await bootstrap(api, store);
      if (snapshot.kind !== 'done') return snapshot;
      continue;
    }
    if (result.kind !== 'ok') return result;
    await store.applyPage(result.value);
    changes += result.value.events.length;
    if (!result.value.has_more) return { kind: 'done', changes, status: result.value.device_status };
  }
}

async function bootstrap(api: NodeApi, store: DeviceStore): Promise<{ kind: 'done' } | Fault> {
  let page: string | null = null;
  let nextSince: string | null = null;
  for (;;) {
    const result: CallResult<import('#shared/contract/sync.ts').BootstrapResponse> = await api.bootstrap(page);
    if (result.kind === 'cursor_expired') return { kind: 'busy', retryAfterSeconds: null };
    if (result.kind !== 'ok') return result;
    await store.stageScope(result.value, page === null);
    // The cursor of the first page is the oldest: nothing that changed while paging is missed.
    nextSince ??= result.value.next_since;
    page = result.value.next_page;
    if (!result.value.has_more || page === null) {
      await store.commitScope(nextSince);
      return { kind: 'done' };
    }
  }
}
