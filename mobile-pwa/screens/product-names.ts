import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { productName } from '#shared/ui/product-name.ts';
import { usePhoneQuery } from '../app/phone-context.tsx';

/** What a screen says of a product. */
export interface NamedProduct {
  id: number;
  name: string;
  /** Its lots are asked for where it is handed over. */
  lot_tracked: boolean;
}

/** In the person's language, where it has a name in it. A product that has not arrived yet is called by its number. */
export function useNamedProducts(): (id: number) => NamedProduct {
  const language = useLanguage();
  const { data } = usePhoneQuery(['products'], (phone) => phone.products());
  const known = new Map(data?.map((product) => [product.id, product]));
  return (id) => {
    const product = known.get(id);
    return product === undefined
      ? { id, name: `n° ${id}`, lot_tracked: false }
      : { id, name: productName(product, language), lot_tracked: product.lot_tracked };
  };
}

export function useProductNames(): (id: number) => string {
  const productOf = useNamedProducts();
  return (id) => productOf(id).name;
}
