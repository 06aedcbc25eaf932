import { expect, test } from 'vitest';
import type { ClientCard } from '../../store/views.ts';
import { type ClientField, formOfClient, updateOf } from './client-form.ts';

const CARD: ClientCard = {
  id: 'c',
  name: 'Supérette du Port',
  phone: '0555 12 34 56',
  address: null,
  is_local: false,
  kind: 'SHOP',
  rc: null,
  nif: null,
  nis: null,
  ai: null,
  tax_id: null,
  note: null,
  opening_hours: null,
  proof: {},
  balance: 0,
  balance_as_of: null,
  credit_limit: null,
  unsent_money: 0,
  receivers: [],
};

const typed = (fields: Partial<Record<ClientField, string>>) => {
  const form = formOfClient(CARD);
  return updateOf({ ...form, now: { ...form.now, ...fields } });
};

test('[CLIENT-2] only what changed of a client is said: blanks change nothing, and an emptied field is said to be empty', () => {
  expect(typed({})).toBeNull();
  expect(typed({ name: ' Supérette du  Port ', kind: '' })).toBeNull();
  expect(typed({ nif: '000116180001234', phone: '' })).toEqual({ nif: '000116180001234', phone: '' });
  expect(typed({ kind: 'WHOLESALER', name: 'Gros du Port ' })).toEqual({ kind: 'WHOLESALER', name: 'Gros du Port' });
  expect(typed({ name: '  ', nif: '1' })).toBeNull();
});
