import { actionOf } from '../actions/index.ts';
import { isUuid } from '../uuid.ts';
import type { Candidate } from './facts.ts';

/** The ids that a batch names: what the store has to load, and lock, before it can decide. */
export interface FactsNeeded {
  devices: string[];
  deliveries: string[];
  clients: string[];
  /** Deliveries whose client's balance may change. */
  paid_deliveries: string[];
  invoices: string[];
  payments: string[];
  /** Invoices and deliveries of which the client has to be known. */
  papers: string[];
  /** Events that others are about. */
  events: string[];
  /** Users that events name. */
  users: number[];
  /** Depots whose invoice counter is spent from are those of the authors of invoices. */
  invoices_made: boolean;
  /** Deliveries whose goods may leave their depot. */
  delivered: string[];
  /** Products of van sales, which take stock from their author's depot. */
  handed_over: { candidate: Candidate; product_ids: number[] }[];
  /** Products named by invoices. */
  products: number[];
}

type IdNeeds = 'deliveries' | 'clients' | 'paid_deliveries' | 'invoices' | 'payments' | 'papers' | 'events';

/** Collects what the events' actions ask. What can be no id, nobody has to look for. */
export function factsNeeded(candidates: Candidate[]): FactsNeeded {
  const all = candidates.map((candidate) => ({ candidate, needs: actionOf(candidate.event)?.needs(candidate.event) }));
  const idsOf = (of: IdNeeds): string[] =>
    [...new Set(all.flatMap(({ needs }) => needs?.[of] ?? []).filter(isUuid))].sort();
  const numbersOf = (of: 'products' | 'users'): number[] =>
    [...new Set(all.flatMap(({ needs }) => needs?.[of] ?? []).filter(isNumber))].sort((a, b) => a - b);
  const handedOver = all.map(({ candidate, needs }) => ({
    candidate,
    product_ids: (needs?.handed_over ?? []).filter(isNumber),
  }));
  return {
    devices: [...new Set(candidates.map(({ event }) => event.device_id))].sort(),
    deliveries: idsOf('deliveries'),
    clients: idsOf('clients'),
    paid_deliveries: idsOf('paid_deliveries'),
    invoices: idsOf('invoices'),
    payments: idsOf('payments'),
    papers: idsOf('papers'),
    events: idsOf('events'),
    users: numbersOf('users'),
    invoices_made: all.some(({ needs }) => needs?.invoice_number === true),
    delivered: all.map(({ needs }) => needs?.delivered).filter(isUuid),
    handed_over: handedOver.filter(({ product_ids }) => product_ids.length > 0),
    products: numbersOf('products'),
  };
}

/** Whether a value can be an integer id of ours. */
const isNumber = (id: unknown): id is number => Number.isInteger(id) && (id as number) > 0 && (id as number) < 2 ** 31;
