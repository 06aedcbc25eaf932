import Type, { type Static } from 'typebox';
import type { HqList } from './lists.ts';

/** Of what type a change is, and in which of HQ's lists it shows. */
export const LISTS_OF: Readonly<Record<string, readonly HqList[]>> = {
  CLIENT: ['clients'],
  DELIVERY: ['deliveries', 'tours'],
  DEPOT: ['depots'],
  DEVICE: ['devices'],
  INVOICE: ['invoices', 'credit-notes', 'clients'],
  LOT: ['lots'],
  PAYMENT: ['payments', 'tours'],
  PRODUCT: ['products'],
  STOCK: ['stock', 'stock/transfers', 'lots'],
  TOUR: ['tours'],
  USER: ['users', 'devices'],
};

/** A message of `/stream`: the lists in which something has changed; what it is, is read there. */
export const Changed = Type.Object({ lists: Type.Array(Type.String()) });
export type Changed = Static<typeof Changed>;
