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

interface Buyer {
  id: string | null;
  kind: string | null;
}

/** What a product costs a client on a day: the client's own price, else its kind's, else the product's; the newest counts. */
export function priceFor({ price_ht, price_lists }: Priced, buyer: Buyer, day: string): number {
  const inForce = price_lists
    .filter(({ since, until }) => since <= day && (until === undefined || day <= until))
    .sort((a, b) => (a.since < b.since ? 1 : -1));
  const own = inForce.find(({ client_id }) => client_id !== undefined && client_id === buyer.id);
  const ofKind = inForce.find(
    ({ client_id, client_kind }) => client_id === undefined && client_kind !== undefined && client_kind === buyer.kind,
  );
  return (own ?? ofKind)?.price_ht ?? price_ht;
}
