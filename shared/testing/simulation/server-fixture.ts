import type { Clock } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { BlobStore } from '#shared/sync-server/blob-store.ts';
import type { SyncStore } from '#shared/sync-server/sync-store.ts';
import type { Fixture, FixtureDelivery, FixtureDevice } from './fixture.ts';
import type { Pass } from './points.ts';

/** One event as it lies at the server, for the oracle. */
export interface HeldEvent {
  id: string;
  status: 'APPLIED' | 'REJECTED' | 'WAITING' | 'QUARANTINED';
  error_code: string | null;
  body: string;
}

/** What lies at HQ, read without the product's code. */
export interface Held {
  events: HeldEvent[];
  deliveries: {
    id: string;
    depot_id: number;
    driver_user_id: number;
    client_id: string;
    status: string;
    lines: { product_id: number; quantity: number }[];
  }[];
  stock: { depot_id: number; product_id: number; quantity: number }[];
  lots: { depot_id: number; product_id: number; remaining: number }[];
  invoices: {
    id: string;
    reference: string;
    depot_id: number;
    client_id: string;
    delivery_id: string | null;
    payment: string;
    total_ttc: number;
  }[];
  clients: {
    id: string;
    depot_ids: number[];
    name: string;
    phone: string | null;
    address: string | null;
    balance: number;
  }[];
  ledger: { client_id: string; amount: number }[];
  /** Event ids in the words EVENT_APPLIED of the log. */
  saidApplied: string[];
  /** Ids of copies that their own device brought and that were refused: one that died over its answer told nobody. */
  refused: string[];
  revoked: string[];
  /** Names of the photos that are there whole. */
  blobs: string[];
}

/** One invoice of several delivery notes. */
export interface HeldSummary {
  reference: string;
  client_id: string;
  depot_id: number;
  delivery_ids: string[];
  total_ht: number;
  total_tva: number;
  total_ttc: number;
}

/** A tour as HQ has it when the day is over. */
export interface HeldTour {
  driver_user_id: number;
  day: string;
  depot_id: number;
  state: string;
  confirmed_device: string | null;
  confirmed_seq: number | null;
  /** Once it is settled. */
  settlement: { expected: HeldSums; counted: HeldSums; differences: { cash: number } } | null;
}
export interface HeldSums {
  cash: number;
  cheques: { amount: number }[];
}

/** What is judged at the end of a day only. */
export interface DayEnd {
  tours: HeldTour[];
  payments: { id: string; depot_id: number }[];
  /** Ids of the steps of audit trails that HQ lists. */
  auditSteps: string[];
  /** Whether hubs are told of tours, and get them and payments in snapshots: the server's real SQL does so. */
  isTold: boolean;
}

export interface ServerDeps {
  clock: Clock;
  ids: Ids;
}

/** How a process of the server opens its store: it may die at each of its statements. */
export interface OpenDeps extends ServerDeps {
  pass: Pass;
}

/** What a process of the server answers from. */
export interface ServerStores {
  sync: SyncStore;
  blobs: BlobStore;
}

/** The central server's disk and what HQ does with it. Its processes come and go; this stays. */
export interface ServerFixture {
  /** The store as a process opens it. */
  open(deps: OpenDeps): ServerStores;
  seed(fixture: Fixture, epoch: string): Promise<void>;
  /** HQ plans, gives to another driver, or cancels. */
  writeDelivery(
    delivery: FixtureDelivery,
    action: 'DELIVERY_ASSIGNED' | 'DELIVERY_UPDATED' | 'DELIVERY_CANCELLED',
    also: number[],
    deps: ServerDeps,
  ): Promise<void>;
  /** HQ makes one invoice of delivery notes of a client; false where that is refused. */
  summarise(deliveryIds: string[], of: { client_id: string; depot_id: number }, deps: ServerDeps): Promise<boolean>;
  summaries(): Promise<HeldSummary[]>;
  /** A person has signed in on a new device. */
  register(device: FixtureDevice): Promise<void>;
  revoke(deviceId: string, deps: ServerDeps): Promise<void>;
  isActive(deviceId: string): Promise<boolean>;
  held(): Promise<Held>;
  dayEnd(): Promise<DayEnd>;
  /** Each whole photo's name, and the hash of what really lies there. */
  photos(): Promise<Map<string, string>>;
  /** The cursor of somebody who has seen everything. */
  head(): Promise<string>;
  backUp(): Promise<void>;
  /** Comes back from the last backup in a new epoch. */
  restore(epoch: string): Promise<void>;
}
