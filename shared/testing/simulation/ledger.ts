import type { TransportAnswer, TransportRequest } from '#shared/ports/transport.ts';
import { ask, askColumn } from './ask.ts';
import { PhotoLedger } from './photo-ledger.ts';
import type { Held } from './server-fixture.ts';
import type { SimHub } from './sim-hub.ts';
import type { SimPhone } from './sim-phone.ts';
import { TimeLedger } from './time-ledger.ts';

/** An event as its phone's file shows it. */
export interface Made {
  id: string;
  phone: string;
  device_id: string;
  user_id: number;
  seq: number;
  entity_id: string;
  action: string;
  payload: Record<string, unknown>;
}

export const idsIn = (database: SimPhone['database'], sql: string): string[] => askColumn<string>(database, sql);

const ARCHIVED = 'SELECT id FROM sync_archive';
const QUEUED = 'SELECT id FROM sync_queue';
const PUT_BACK = `SELECT value FROM sync_meta WHERE key = 'device_id' AND EXISTS (SELECT 1 FROM sync_meta WHERE key = 'put_back')`;
const OPENED = 'SELECT body FROM plain_sync_queue WHERE id = ?';
export const RELAYED = `SELECT lower(substr(hex(event_id), 1, 8) || '-' || substr(hex(event_id), 9, 4) || '-' || substr(hex(event_id), 13, 4)
  || '-' || substr(hex(event_id), 17, 4) || '-' || substr(hex(event_id), 21)) FROM relay_queue`;

/**
 * The simulator's own account of every event: who made it, who promised to keep it, where copies lie. It reads files and
 * answers as they are and shares no code with the product.
 */
export class Ledger {
  readonly made = new Map<string, Made>();
  /** Events whose every copy was destroyed together with a disk, before anybody else could have one. */
  readonly burnt = new Set<string>();
  /** Copies that their own device brought to the server, and that it refused for good. */
  readonly refused = new Map<string, string>();
  readonly acked = new Set<string>();
  readonly faults: string[] = [];
  readonly photos = new PhotoLedger((text) => this.fault(text));
  readonly times = new TimeLedger();
  readonly #now: () => number;
  readonly #hubPromises = new Map<string, Set<string>>();
  #serverPromises = new Set<string>();
  /** What the server has had: a checkpoint from before its backup was true when it was signed. */
  readonly #everHeld = new Set<string>();
  /** Phones that know that they were put back, and the device that must number nothing more. */
  readonly #putBack = new Map<string, string>();
  readonly #archived = new Map<string, Set<string>>();

  /** `now`: the true time. */
  constructor(now: () => number) {
    this.#now = now;
  }

  fault(text: string): void {
    if (!this.faults.includes(text)) this.faults.push(text);
  }

  /**
   * A server that dies over what nobody could ever take has noted it as seen, or not: its answer, which would say so, never
   * leaves. That its own device has brought it must do.
   */
  arrive(site: string, request: TransportRequest): void {
    if (site !== 'server' || !request.url.endsWith('/api/sync/push')) return;
    const { device_id, events } = JSON.parse(request.body ?? '{}') as { device_id: string; events: Made[] };
    this.times.arrive({ device_id, events });
    for (const event of events)
      if (event.device_id === device_id && isHopeless(event)) this.refused.set(event.id, 'INVALID_EVENT');
  }

  /** A node has given its word. */
  hear(site: string, request: TransportRequest, answer: TransportAnswer): void {
    if (answer.kind !== 'answer') return;
    const [, photo] = /\/api\/sync\/blobs\/(\w+)$/.exec(request.url) ?? [];
    if (photo !== undefined && site === 'server' && isWhole(request, answer)) this.photos.promise(photo);
    if (answer.status !== 200 || !request.url.endsWith('/api/sync/push')) return;
    const body = answer.body as {
      acked_event_ids: string[];
      failed_events: { event_id: string; error_code: string; retry: boolean }[];
    };
    const promises = site === 'server' ? this.#serverPromises : this.#promisesOf(site);
    for (const id of body.acked_event_ids) {
      promises.add(id);
      this.acked.add(id);
    }
    if (site !== 'server') return;
    this.times.hear(request, answer);
    const { device_id } = JSON.parse(request.body ?? '{}') as { device_id?: string };
    for (const { event_id, error_code, retry } of body.failed_events) {
      if (!retry && this.made.get(event_id)?.device_id === device_id) this.refused.set(event_id, error_code);
    }
  }

  #promisesOf(hub: string): Set<string> {
    const promises = this.#hubPromises.get(hub) ?? new Set<string>();
    this.#hubPromises.set(hub, promises);
    return promises;
  }

  /** Enters what a phone has made since the last time. */
  enter(phone: SimPhone): void {
    for (const id of idsIn(phone.database, QUEUED)) {
      if (this.made.has(id)) continue;
      const [{ body }] = ask<{ body: string }>(phone.database, OPENED, id) as [{ body: string }];
      const { device_id, user_id, seq, entity_id, action, payload } = JSON.parse(body) as Made;
      this.times.made(id, this.#now());
      this.made.set(id, { id, phone: phone.name, device_id, user_id, seq, entity_id, action, payload });
      this.photos.enter({ id, phone: phone.name, device_id, payload });
      if (this.#putBack.get(phone.name) === device_id)
        this.fault(`${phone.name} knew that it was put back, and numbered ${id} under its former device`);
    }
    const [knows] = askColumn<string>(phone.database, PUT_BACK);
    if (knows === undefined) this.#putBack.delete(phone.name);
    else this.#putBack.set(phone.name, knows);
  }

  /** After each step: promises are kept, and nobody purged what the server does not have. */
  look(phones: SimPhone[], hubs: SimHub[], held: Held): void {
    const atServer = new Set(held.events.map(({ id }) => id));
    for (const id of atServer) this.#everHeld.add(id);
    for (const id of held.refused) if (!this.refused.has(id)) this.refused.set(id, 'NOT_ANSWERED');
    for (const phone of phones) {
      this.enter(phone);
      this.#lookAtArchive(phone);
    }
    for (const hub of hubs) {
      const relayed = new Set(idsIn(hub.database, RELAYED));
      for (const id of this.#promisesOf(hub.name)) {
        if (!relayed.has(id)) this.fault(`${hub.name} acked ${id} and does not have it`);
      }
    }
    for (const id of this.#serverPromises)
      if (!atServer.has(id)) this.fault(`the server acked ${id} and does not have it`);
    this.photos.look(phones, held);
  }

  #lookAtArchive(phone: SimPhone): void {
    const before = this.#archived.get(phone.name) ?? new Set();
    const now = new Set(idsIn(phone.database, ARCHIVED));
    const queued = new Set(idsIn(phone.database, QUEUED));
    for (const id of now) {
      if (before.has(id) || this.#everHeld.has(id) || this.refused.has(id)) continue;
      this.fault(`${phone.name} purged ${id}, which the server never had`);
    }
    for (const id of before) {
      if (!now.has(id) && !queued.has(id)) this.fault(`${phone.name} forgot ${id} before its time`);
    }
    for (const { id, phone: maker } of this.made.values()) {
      if (maker !== phone.name || now.has(id) || queued.has(id) || before.has(id) || this.burnt.has(id)) continue;
      if (!this.#lost.has(`${phone.name} ${id}`)) this.fault(`${phone.name} has ${id} no more`);
    }
    this.#archived.set(phone.name, now);
  }

  /** What a phone lost together with its disk; somebody else may still have it. */
  readonly #lost = new Set<string>();

  /** A disk was changed for another: promises end with it, and what nobody has any more is burnt. */
  afterDisaster(phones: SimPhone[], hubs: SimHub[], held: Held): void {
    this.photos.afterDisaster(phones, hubs, held);
    const atServer = new Set(held.events.map(({ id }) => id));
    this.#serverPromises = new Set([...this.#serverPromises].filter((id) => atServer.has(id)));
    const copies = new Set(atServer);
    for (const hub of hubs) {
      const relayed = new Set(idsIn(hub.database, RELAYED));
      this.#hubPromises.set(hub.name, new Set([...this.#promisesOf(hub.name)].filter((id) => relayed.has(id))));
      for (const id of idsIn(hub.database, `${RELAYED} WHERE state = 0`)) copies.add(id);
    }
    this.#putBack.clear();
    for (const phone of phones) {
      const kept = new Set([...idsIn(phone.database, QUEUED), ...idsIn(phone.database, ARCHIVED)]);
      for (const id of kept) copies.add(id);
      this.#archived.set(phone.name, new Set(idsIn(phone.database, ARCHIVED)));
      for (const { id, phone: maker } of this.made.values()) {
        if (maker === phone.name && !kept.has(id)) this.#lost.add(`${phone.name} ${id}`);
      }
    }
    for (const id of this.made.keys()) {
      if (copies.has(id)) continue;
      this.burnt.add(id);
      this.refused.delete(id);
    }
  }
}

const EVENT_BYTES = 65_536;
const isHopeless = (event: Made): boolean =>
  event.payload.reason === 'BORED' || Buffer.byteLength(JSON.stringify(event)) > EVENT_BYTES;

const isWhole = (request: TransportRequest, { status }: TransportAnswer & { kind: 'answer' }): boolean =>
  (request.method === 'HEAD' && status === 200) || (request.method === 'PUT' && (status === 200 || status === 201));
