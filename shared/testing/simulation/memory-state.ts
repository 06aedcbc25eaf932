import type { PaymentRecord, Product } from '#shared/contract/entities.ts';
import { audienceKeys, type Change, withCrews } from '#shared/domain/change.ts';
import { crewDepot } from '#shared/domain/crew.ts';
import type { Candidate, ClientFact, DecidedInvoice } from '#shared/domain/decide/facts.ts';
import type { DecidedDelivery, Verdict } from '#shared/domain/decide/plan.ts';
import type { Journal } from '#shared/domain/journal.ts';
import type { LedgerEntry } from '#shared/domain/ledger.ts';
import type { DriftRange } from '#shared/domain/relayed-claim.ts';
import type { LotState, StockMove } from '#shared/domain/stock.ts';
import type { Fixture, FixtureDevice, FixtureUser } from './fixture.ts';

export interface MemoryEvent {
  candidate: Candidate;
  text: string;
  end: Exclude<Verdict, { status: 'INVALID' }>;
}

/** The server's disk, as plain data: a backup is a copy. */
export interface MemoryState {
  epoch: string;
  depots: Fixture['depots'];
  users: Map<number, FixtureUser>;
  devices: Map<string, FixtureDevice & { revoked: boolean; driftMs: number }>;
  products: Map<number, Product>;
  clients: Map<string, ClientFact>;
  deliveries: Map<string, DecidedDelivery>;
  invoices: Map<string, DecidedInvoice>;
  /** The delivery notes that an invoice of several sums up. */
  summed: Map<string, string[]>;
  counters: Map<number, number>;
  ledger: LedgerEntry[];
  payments: Map<string, PaymentRecord>;
  /** Ids, in the order of their arrival. */
  auditSteps: string[];
  lots: LotState[];
  stock: Map<string, number>;
  moves: StockMove[];
  events: Map<string, MemoryEvent>;
  journals: Map<string, Journal>;
  /** What devices' and hubs' own contacts have shown of their clocks. */
  clocks: Map<string, DriftRange & { recent: number[] }>;
  batches: Map<string, string>;
  /** Ids of copies that their own device brought here and that were refused. */
  refused: Set<string>;
  /** Whole photos by their names. */
  blobs: Map<string, Uint8Array>;
  /** What a caller has brought of a photo, by name and caller. */
  uploads: Map<string, Uint8Array | 'whole'>;
  /** By device: the photos that its stored events name. */
  blobRefs: Map<string, Set<string>>;
  /** The change at index i has position i + 1. */
  changes: { change: Omit<Change, 'hub_depots' | 'crew_depots'>; keys: string[] }[];
}

export function addChanges(state: MemoryState, changes: Change[]): void {
  const crews = new Map(
    state.depots.map(({ id }) => [id, [...state.users.values()].filter((u) => crewDepot(u) === id).map((u) => u.id)]),
  );
  for (const { hub_depots, ...change } of changes.map((one) => withCrews(one, crews))) {
    state.changes.push({ change: structuredClone(change), keys: audienceKeys({ ...change, hub_depots }) });
  }
}
