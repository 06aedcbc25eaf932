import { expect, test } from 'vitest';
import type { Fixture } from './fixture.ts';
import { Ledger } from './ledger.ts';
import { judge } from './oracle.ts';
import type { Held } from './server-fixture.ts';

const [CLIENT, DELIVERY, EVENT, NOBODY] = ['c1', 'd1', 'e1', 'nobody'];

const fixture: Fixture = { depots: [], users: [], products: [], lots: [], clients: [], deliveries: [], devices: [] };

/** What the oracle says of events that wait, where there are one client, one delivery and one other event. */
function faultsOf(...waiting: { action: string; entity_id?: string; payload?: object; v?: number }[]): string[] {
  const told = waiting.map((event, n) => ({ id: `w${n}`, v: 1, entity_id: 'x', payload: {}, ...event }));
  const held: Held = {
    events: [
      { id: EVENT, status: 'APPLIED', error_code: null, body: JSON.stringify({ action: 'NOTE', payload: {} }) },
      ...told.map((event) => ({
        ...{ id: event.id, status: 'WAITING' as const, error_code: null },
        body: JSON.stringify(event),
      })),
    ],
    deliveries: [{ id: DELIVERY, depot_id: 1, driver_user_id: 1, client_id: CLIENT, status: 'PENDING', lines: [] }],
    clients: [{ id: CLIENT, depot_ids: [1], name: 'C', phone: null, address: null, balance: 0 }],
    ...{ ledger: [], stock: [], lots: [], invoices: [], saidApplied: [], refused: [], revoked: [], blobs: [] },
  };
  const ledger = new Ledger(() => 0);
  const dayEnd = { tours: [], payments: [], auditSteps: [], isTold: false };
  judge({ ledger, fixture, held, dayEnd, photos: new Map(), phones: [], hubs: [], isServerRestored: false });
  return ledger.faults;
}

test('[SIM-1] the oracle sees what waits for what is there', () => {
  for (const event of [
    { action: 'CLIENT_UPDATED', entity_id: CLIENT, v: 2 },
    { action: 'DELIVERY_FAILED', entity_id: DELIVERY },
    { action: 'CORRECTION_REQUESTED', payload: { corrects: EVENT } },
    { action: 'INVOICE_CREATED', payload: { client_id: CLIENT } },
    { action: 'INVOICE_CREATED', payload: { client_id: CLIENT, delivery_id: DELIVERY } },
    { action: 'PAYMENT_COLLECTED', payload: { client_id: CLIENT, delivery_id: NOBODY } },
    { action: 'TOUR_CONFIRMED', payload: { confirms: EVENT } },
  ]) {
    expect(faultsOf(event), event.action).toEqual([`w0 (${event.action}) waits for what is there`]);
  }
});

test('[SIM-1] the oracle lets wait what has something to wait for', () => {
  expect(
    faultsOf(
      { action: 'CLIENT_UPDATED', entity_id: NOBODY },
      { action: 'CLIENT_UPDATED', entity_id: CLIENT, v: 3 },
      { action: 'DELIVERY_VALIDATED', entity_id: NOBODY },
      { action: 'CORRECTION_REQUESTED', payload: { corrects: NOBODY } },
      { action: 'INVOICE_CREATED', payload: { client_id: NOBODY } },
      { action: 'INVOICE_CREATED', payload: { client_id: CLIENT, delivery_id: NOBODY } },
      { action: 'TOUR_CONFIRMED', payload: { confirms: NOBODY } },
    ),
  ).toEqual([]);
});
