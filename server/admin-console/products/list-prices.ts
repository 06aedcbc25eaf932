import type { ListPrice, Product } from '#shared/contract/entities.ts';
import type { Values } from '../form/fields.ts';

/** What of a dated price is filled in, with those that stand already. */
export const priceValues = ({ price_lists }: Product): Values => ({
  ...{ client_kind: '', price_ht: null, since: '', until: '' },
  standing: JSON.stringify(price_lists ?? []),
});

/** The product's price lists once another price is written: one for the same kind and day gives way to it. */
export function priceBody({ client_kind, price_ht, since, until, standing }: Values): { price_lists: ListPrice[] } {
  const before: ListPrice[] = JSON.parse(String(standing));
  if (!client_kind) return { price_lists: before };
  const added = {
    ...{ client_kind: String(client_kind) as NonNullable<ListPrice['client_kind']>, price_ht: Number(price_ht) },
    since: String(since),
    ...(until ? { until: String(until) } : {}),
  };
  const isReplaced = (price: ListPrice) => price.client_kind === client_kind && price.since === since;
  return { price_lists: [...before.filter((price) => !isReplaced(price)), added] };
}
