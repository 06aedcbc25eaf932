import type { HubDatabase } from '#hub/store/hub-database.ts';
import type { Checkpoint, PushResponse } from '#shared/contract/sync.ts';
import type { Transport } from '#shared/ports/transport.ts';
import type { BlobOutbox } from '#shared/sync-client/blob-outbox.ts';
import type { DeviceStore } from '#shared/sync-client/device-store.ts';
import type { BlobStore } from '#shared/sync-server/blob-store.ts';
import type { SyncStore } from '#shared/sync-server/sync-store.ts';
import type { Sql } from '../../../mobile-pwa/store/sql.ts';
import { serverKey } from './fixture.ts';
import { MemoryServer } from './memory-server.ts';
import type { MemoryState } from './memory-state.ts';
import type { SimHub } from './sim-hub.ts';
import type { SimServer } from './sim-server.ts';

/** Where a bug can be put in: between a node and its ports. */
export interface Mutant {
  phoneStore?(store: DeviceStore, sql: Sql): DeviceStore;
  phoneTransport?(transport: Transport, sql: Sql): Transport;
  hubStore?(store: SyncStore, hub: SimHub): SyncStore;
  uplinkStore?(store: DeviceStore): DeviceStore;
  hubBegins?(database: HubDatabase): void;
  phoneOutbox?(outbox: BlobOutbox): BlobOutbox;
  serverStore?(store: SyncStore, server: SimServer): SyncStore;
  serverPhotos?(photos: BlobStore, server: SimServer): BlobStore;
}

export const NO_MUTANT: Mutant = {};

const stateOf = ({ fixture }: SimServer): MemoryState => {
  if (!(fixture instanceof MemoryServer)) throw new TypeError('this bug grows in memory only');
  return fixture.state;
};

/** Takes the words off a checkpoint without asking who signed it. */
const claimsOf = (jws: string): Checkpoint =>
  JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8')) as Checkpoint;

/** Ids that a bad copy has spoilt, by server: they outlive its process. */
const poisonedAt = new WeakMap<SimServer, Set<string>>();

/** Bugs that others have shipped, one switch each. */
export const MUTANTS: Record<string, Mutant> = {
  'the phone purges on a hub’s ack': {
    phoneStore: (store) => ({
      ...store,
      recordPush: (node, sent, answer) =>
        store.recordPush({ ...node, kind: 'server' }, sent, { ...answer, custody: 'server' }),
    }),
  },

  'the phone believes a checkpoint without its signature': {
    phoneStore: (store) => ({
      ...store,
      applyPage: (page) => {
        const claims = page.checkpoint === null ? null : claimsOf(page.checkpoint);
        return store.applyPage(claims === null ? page : { ...page, checkpoint: serverKey.sign(claims) });
      },
    }),
    // Its forger knows the chain: only the signature stands between it and the queue.
    phoneTransport: (transport, sql) => ({
      async request(request) {
        const answer = await transport.request(request);
        if (answer.kind !== 'answer' || !request.url.includes('/pull') || answer.status !== 200) return answer;
        const body = answer.body as { checkpoint: string | null };
        if (body.checkpoint === null || claimsOf(body.checkpoint).up_to !== 999) return answer;
        const head = sql.all<{ seq: number; checksum: string }>(
          'SELECT seq, checksum FROM sync_queue ORDER BY seq DESC LIMIT 1',
        )[0];
        const claims = { ...claimsOf(body.checkpoint), ...(head ? { up_to: head.seq, checksum: head.checksum } : {}) };
        return { ...answer, body: { ...body, checkpoint: serverKey.sign(claims) } };
      },
    }),
  },

  'the phone drops its queue on a 401': {
    phoneTransport: (transport, sql) => ({
      async request(request) {
        const answer = await transport.request(request);
        if (answer.kind === 'answer' && answer.status === 401) sql.exec('DELETE FROM sync_queue');
        return answer;
      },
    }),
  },

  'the phone moves its cursor before it has applied the page': {
    phoneStore: (store, sql) => ({
      ...store,
      async applyPage(page) {
        sql.exec(`UPDATE sync_meta SET value = ? WHERE key = 'cursor'`, [page.next_since]);
        if (page.events.length % 5 === 4) throw new Error('the app dies here');
        await store.applyPage(page);
      },
    }),
  },

  'the phone drops what a hub refuses': {
    phoneStore: (store, sql) => ({
      ...store,
      async recordPush(node, sent, answer) {
        await store.recordPush(node, sent, answer);
        const ids = answer.failed_events.filter(({ retry }) => !retry).map(({ event_id }) => event_id);
        if (node.kind === 'hub')
          sql.exec('DELETE FROM sync_queue WHERE id IN (SELECT value FROM json_each(?))', [JSON.stringify(ids)]);
      },
    }),
  },

  'the hub acks before it has stored': {
    hubStore: (store) => ({
      ...store,
      async accept(batch) {
        const kept = batch.events.filter((_event, index) => index % 3 !== 2 && batch.events.length > 1);
        const accepted = await store.accept({ ...batch, events: kept });
        if (!accepted.ok) return accepted;
        const outcomes = new Map(batch.events.map(({ event }) => [event.id, { kind: 'acked' } as const]));
        return { ok: true, value: { ...accepted.value, outcomes } };
      },
    }),
  },

  'the hub drops what it carries when it restarts': {
    hubBegins: (database) => void database.exec('DELETE FROM relay_queue WHERE state = 0'),
  },

  'one refused event blocks the hub’s whole queue': {
    uplinkStore: (store) => ({
      ...store,
      async recordPush(node, sent, answer: PushResponse) {
        if (answer.success) await store.recordPush(node, sent, answer);
      },
    }),
  },

  'the server forgets what it knows': {
    serverStore: (store, server) => ({
      ...store,
      accept(batch) {
        for (const { event } of batch.events) stateOf(server).events.delete(event.id);
        return store.accept(batch);
      },
    }),
  },

  'the last one wins': {
    serverStore: (store, server) => ({
      ...store,
      accept(batch) {
        for (const delivery of stateOf(server).deliveries.values())
          if (delivery.status === 'VALIDATED') delivery.status = 'PENDING';
        return store.accept(batch);
      },
    }),
  },

  'stock is taken twice': {
    serverStore: (store, server) => ({
      ...store,
      async accept(batch) {
        const state = stateOf(server);
        const before = new Map(state.stock);
        const accepted = await store.accept(batch);
        for (const [key, quantity] of state.stock) state.stock.set(key, 2 * quantity - (before.get(key) ?? quantity));
        return accepted;
      },
    }),
  },

  'a refused invoice spends a number': {
    serverStore: (store, server) => ({
      ...store,
      async accept(batch) {
        const accepted = await store.accept(batch);
        const { counters } = stateOf(server);
        const isRefused = accepted.ok && [...accepted.value.outcomes.values()].some(({ kind }) => kind === 'failed');
        if (isRefused) for (const [depot, last] of counters) counters.set(depot, last + 1);
        return accepted;
      },
    }),
  },

  'a batch that comes again is refused': {
    serverStore: (store, server) => ({
      ...store,
      async accept(batch) {
        const known = new Set(stateOf(server).events.keys());
        const accepted = await store.accept(batch);
        if (!accepted.ok) return accepted;
        const outcomes = new Map(accepted.value.outcomes);
        for (const id of outcomes.keys())
          if (known.has(id)) outcomes.set(id, { kind: 'failed', code: 'ENTITY_EXISTS' });
        return { ok: true, value: { ...accepted.value, outcomes } };
      },
    }),
  },

  'a mangled copy poisons the true one': {
    serverStore: (store, server) => {
      const poisoned = poisonedAt.get(server) ?? new Set<string>();
      poisonedAt.set(server, poisoned);
      return {
        ...store,
        async accept(batch) {
          const accepted = await store.accept({
            ...batch,
            events: batch.events.map((item) =>
              poisoned.has(item.event.id) ? { ...item, vouch: 'invalid' as const } : item,
            ),
          });
          if (!accepted.ok) return accepted;
          for (const [id, outcome] of accepted.value.outcomes)
            if (outcome.kind === 'failed' && outcome.code === 'SIGNATURE_INVALID') poisoned.add(id);
          return accepted;
        },
      };
    },
  },

  'the cursor steps over a change': {
    serverStore: (store) => ({
      ...store,
      async changes(caller, since, limit, deviceId) {
        const page = await store.changes(caller, since, limit, deviceId);
        return page.ok
          ? { ok: true, value: { ...page.value, events: page.value.events.filter(({ pos }) => pos % 7 !== 3) } }
          : page;
      },
    }),
  },

  'the checkpoint covers the gaps': {
    serverStore: (store) => ({
      ...store,
      async changes(caller, since, limit, deviceId) {
        const page = await store.changes(caller, since, limit, deviceId);
        if (!page.ok || page.value.checkpoint === null) return page;
        const claims = claimsOf(page.value.checkpoint);
        const top = claims.received_above.at(-1);
        const whole = top ? { ...claims, up_to: top.to, checksum: top.checksum, received_above: [] } : claims;
        return { ok: true, value: { ...page.value, checkpoint: serverKey.sign(whole) } };
      },
    }),
  },

  // This one was in the product until this simulator found it.
  'a snapshot steps over the ends that came before it': {
    serverStore: (store) => ({
      ...store,
      async snapshot(caller, page) {
        const answer = await store.snapshot(caller, page);
        return answer.ok ? { ok: true, value: { ...answer.value, ends: [] } } : answer;
      },
    }),
  },

  'the loser is not told': {
    serverStore: (store) => ({
      ...store,
      async changes(caller, since, limit, deviceId) {
        const page = await store.changes(caller, since, limit, deviceId);
        return page.ok
          ? {
              ok: true,
              value: { ...page.value, events: page.value.events.filter(({ action }) => action !== 'EVENT_REJECTED') },
            }
          : page;
      },
    }),
  },

  'the phone gives up a photo on a hub’s word': {
    phoneOutbox: (outbox) => ({
      ...outbox,
      recordHeld: (node, sha256) => outbox.recordHeld({ ...node, kind: 'server' }, sha256),
    }),
  },

  'nobody says which photos are missing': {
    serverStore: (store) => ({
      ...store,
      async changes(caller, since, limit, deviceId) {
        const page = await store.changes(caller, since, limit, deviceId);
        if (!page.ok || page.value.checkpoint === null) return page;
        const checkpoint = serverKey.sign({ ...claimsOf(page.value.checkpoint), missing_blobs: [] });
        return { ok: true, value: { ...page.value, checkpoint } };
      },
    }),
  },

  'a photo is whole when its first piece is here': {
    serverPhotos: (photos, server) => ({
      ...photos,
      async append(upload, at, bytes) {
        if (!(await photos.append(upload, at, bytes))) return false;
        const { blobs, uploads } = stateOf(server);
        blobs.set(upload.sha256, bytes);
        uploads.set(`${upload.sha256} ${upload.by}`, 'whole');
        return true;
      },
    }),
  },
};

/** A store that forgets what devices' own contacts have shown: planted on a scripted day, as chance seldom makes one. */
export const BELIEVES_HUBS_CLOCKS: Mutant = {
  serverStore: (store, server) => ({
    ...store,
    accept(batch) {
      if (batch.caller.kind === 'hub')
        for (const { event } of batch.events) stateOf(server).clocks.delete(event.device_id);
      return store.accept(batch);
    },
  }),
};
