import { usePhoneQuery } from '../app/phone-context.tsx';

/** A product that has not arrived yet is called by its number. */
export function useProductNames(): (id: number) => string {
  const { data } = usePhoneQuery(['products'], (phone) => phone.products());
  const names = new Map(data?.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? `n° ${id}`;
}
