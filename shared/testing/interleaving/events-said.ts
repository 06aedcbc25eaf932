import type { SyncEvent } from '#shared/contract/events.ts';
import { algiersDay } from '#shared/domain/references.ts';
import { tourId } from '#shared/domain/tour/tour-id.ts';
import type { TestDevice } from '../test-device.ts';
import { testIds } from '../test-device.ts';
import type { Company, Person } from './company.ts';

/** What the phones of a company say. */
export const validation = (
  phone: TestDevice,
  { delivery }: Company,
  payload: object = {},
  more: Partial<SyncEvent> = {},
): SyncEvent =>
  phone.say({
    ...more,
    entity_type: 'DELIVERY',
    entity_id: delivery.id,
    action: 'DELIVERY_VALIDATED',
    payload: { qr_scanned: delivery.qr_payload, validated_at: new Date().toISOString(), ...payload },
  });

export const clientCreated = (phone: TestDevice, id: string, name = 'Nouveau'): SyncEvent =>
  phone.say({ entity_type: 'CLIENT', entity_id: id, action: 'CLIENT_CREATED', payload: { name } });

export const clientUpdated = (phone: TestDevice, id: string): SyncEvent =>
  phone.say({ entity_type: 'CLIENT', entity_id: id, action: 'CLIENT_UPDATED', payload: { phone: '0550' } });

export const invoice = (
  phone: TestDevice,
  { ground }: Company,
  more: { client_id: string; delivery_id?: string; handed_over?: boolean },
  id = testIds.uuid(),
): SyncEvent =>
  phone.say({
    entity_type: 'INVOICE',
    entity_id: id,
    action: 'INVOICE_CREATED',
    payload: {
      lines: [{ product_id: ground.productId, quantity: 3, unit_price_ht: 100, tva_rate: 0 }],
      ...{ total_ht: 300, total_tva: 0, stamp_duty: 0, total_ttc: 300, payment: 'CREDIT' },
      ...more,
    },
  });

export const correction = (phone: TestDevice, { id, entity_id, entity_type }: SyncEvent): SyncEvent =>
  phone.say({
    ...{ entity_type, entity_id, action: 'CORRECTION_REQUESTED' },
    payload: { corrects: id, reason: 'faux' },
  });

/** What is recorded of a driver's tour of today. */
export const ofTour = (
  phone: TestDevice,
  driver: Person,
  action: 'TOUR_COUNTED' | 'TOUR_CONFIRMED',
  payload: Record<string, unknown>,
): SyncEvent => {
  const tour = { driver_user_id: driver.id, day: algiersDay(Date.now()) };
  const said = action === 'TOUR_COUNTED' ? { ...tour, lines: [], cheques: [], ...payload } : payload;
  return phone.say({ entity_type: 'TOUR', entity_id: tourId(tour), action, payload: said });
};

export const payment = (phone: TestDevice, { client }: Company, amount: number): SyncEvent =>
  phone.say({
    ...{ entity_type: 'PAYMENT', entity_id: testIds.uuid(), action: 'PAYMENT_COLLECTED' },
    payload: { client_id: client, amount, method: 'CASH' },
  });

export const audit = (phone: TestDevice): SyncEvent =>
  phone.say({ entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: {} });
