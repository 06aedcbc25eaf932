import { DAY_MS } from '#shared/contract/durations.ts';

/** A price that replaces the product's own, for one client or for all of a kind, from a day on and up to another. */
export interface DatedPrice {
  client_kind?: string;
  client_id?: string;
  price_ht: number;
  since: string;
  until?: string;
}

interface Priced {
  price_ht: number;
  price_lists: readonly DatedPrice[];
}

export interface Buyer {
  id: string | null;
  kind: string | null;
}

/** What a product costs a client on a day: the client's own price, else its kind's, else the product's; the newest counts. */
export function priceFor({ price_ht, price_lists }: Priced, buyer: Buyer, day: string): number {
  const inForce = price_lists
    .filter(({ since, until }) => since <= day && (until === undefined || day <= until))
    .sort((a, b) => (a.since < b.since ? 1 : -1));
  const own = inForce.find((price) => isOwn(price, buyer));
  const ofKind = inForce.find((price) => isOfKind(price, buyer));
  return (own ?? ofKind)?.price_ht ?? price_ht;
}

const isOwn = ({ client_id }: DatedPrice, { id }: Buyer): boolean => client_id !== undefined && client_id === id;
const isOfKind = ({ client_id, client_kind }: DatedPrice, { kind }: Buyer): boolean =>
  client_id === undefined && client_kind !== undefined && client_kind === kind;

/** Every price that a product had for a client on the days from one to another. */
export function pricesFor(product: Priced, buyer: Buyer, from: string, to: string): number[] {
  const price_lists = product.price_lists.filter((price) => isOwn(price, buyer) || isOfKind(price, buyer));
  const turns = price_lists.flatMap(({ since, until }) => (until === undefined ? [since] : [since, dayAfter(until)]));
  const days = new Set([from, ...turns.filter((day) => day > from && day <= to)]);
  return [...days].map((day) => priceFor({ ...product, price_lists }, buyer, day));
}

const dayAfter = (day: string): string => new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
