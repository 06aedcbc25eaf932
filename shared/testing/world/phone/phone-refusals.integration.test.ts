import { beforeAll, beforeEach, expect, test } from 'vitest';
import { HUB, MemoryPhone, newPhoneKeys, type PhoneKeys, SERVER } from './memory-phone.ts';

let keys: PhoneKeys;
let phone: MemoryPhone;

beforeAll(async () => {
  keys = await newPhoneKeys();
});
beforeEach(() => {
  phone = new MemoryPhone(keys);
});

test('[PHONE-6] a refusal is shown with its reason, and a hub’s claim never keeps an event from the server', async () => {
  const deliveryId = phone.ids.uuid();
  await phone.store.device.applyPage(
    phone.page([phone.says('DELIVERY_ASSIGNED', deliveryId, phone.deliveryOf(deliveryId))]),
  );
  await phone.validate(deliveryId);
  const [event] = phone.queue();
  const resolution = {
    action: 'DISCARD_LOCAL',
    data: { validated_by: { user_id: 9, name: 'Karim' }, validated_at: '2026-11-22T08:42:00.000Z' },
  };
  await phone.store.device.applyPage(
    phone.page([
      phone.says('EVENT_REJECTED', event!.id, { event_id: event!.id, error_code: 'ALREADY_VALIDATED', resolution }),
    ]),
  );
  expect(phone.store.inbox()).toMatchObject([
    {
      error_code: 'ALREADY_VALIDATED',
      other_name: 'Karim',
      label: 'BL-ALG-2026-000001 · Épicerie El Djazaïr',
      can_retry: false,
    },
  ]);
  expect(phone.store.delivery(deliveryId)?.own?.state).toBe('person');
  expect(await phone.offer(HUB)).toEqual([]);
  expect(await phone.offer(SERVER)).toHaveLength(1);
  phone.store.dismiss(event!.id);
  expect(phone.store.inbox()).toEqual([]);
  expect(phone.store.delivery(deliveryId)?.own).toBeNull();
});

test('[PHONE-6] the server’s own refusal ends the offering and nobody else’s event is touched', async () => {
  await phone.validate();
  await phone.validate();
  const batch = await phone.offer(SERVER);
  const failed = [
    {
      event_id: batch[0]!.id,
      error_code: 'QR_MISMATCH',
      retry: false,
      resolution: { action: 'CONTACT_ADMIN' as const },
    },
  ];
  await phone.store.device.recordPush(SERVER, batch, phone.answer('server', [batch[1]!.id], failed));
  expect(phone.queue()).toMatchObject([{ status: 'FAILED' }]);
  expect(await phone.offer(SERVER)).toEqual([]);
  expect(await phone.store.device.unsent()).toBe(0);
  expect(phone.store.counts()).toMatchObject({ device: 0, depot: 0, person: 1 });
});

test('[PHONE-6] a hub’s refusal is advice: the event waits for the server', async () => {
  await phone.validate();
  const batch = await phone.offer(HUB);
  const failed = [{ event_id: batch[0]!.id, error_code: 'SIGNATURE_INVALID', retry: false }];
  await phone.store.device.recordPush(HUB, batch, phone.answer('hub', [], failed));
  expect(await phone.offer(HUB)).toEqual([]);
  expect(phone.store.inbox()).toMatchObject([{ error_code: 'SIGNATURE_INVALID', can_retry: true }]);
  const toServer = await phone.offer(SERVER);
  expect(toServer).toHaveLength(1);
  await phone.store.device.recordPush(SERVER, toServer, phone.answer('server', [toServer[0]!.id]));
  expect(phone.store.inbox()).toEqual([]);
});

test('[FIND-3] another hub that answers to the same name is offered what the first one refused', async () => {
  await phone.validate();
  const [here, there] = [
    { ...HUB, id: phone.ids.uuid() },
    { ...HUB, id: phone.ids.uuid() },
  ];
  const [event] = await phone.offer(here);
  const failed = [{ event_id: event!.id, error_code: 'SIGNATURE_INVALID', retry: false }];
  await phone.store.device.recordPush(here, [event!], phone.answer('hub', [], failed));
  expect(await phone.offer(here)).toEqual([]);
  expect(await phone.offer(there)).toHaveLength(1);
});

test('[PHONE-7] an event that a node cannot take is set aside and told, and offered again when its author asks', async () => {
  await phone.validate();
  await phone.validate();
  const [first] = await phone.offer(HUB);
  await phone.store.device.setAside(HUB, first!.id, 'HTTP_500');
  expect(await phone.offer(HUB)).toHaveLength(1);
  expect(phone.store.inbox()).toMatchObject([{ event_id: first!.id, can_retry: true }]);
  phone.store.offerAgain(first!.id);
  expect(await phone.offer(HUB)).toHaveLength(2);
  expect(phone.store.inbox()).toEqual([]);
});

test('[HOSTILE-10] the server’s own snapshot takes back numbers and refusals that it does not tell, and no others', async () => {
  const draft = phone.draftOf();
  await phone.store.issueInvoice(draft);
  const saved = phone.store.invoice(draft.id);
  await phone.validate();
  await phone.validate();
  const [, , trulyRefused, falselyRefused] = phone.queue();
  const refusal = (event_id: string) =>
    phone.says('EVENT_REJECTED', event_id, {
      event_id,
      error_code: 'ALREADY_VALIDATED',
      resolution: { action: 'CONTACT_ADMIN' },
    });
  const number = {
    id: draft.id,
    reference: 'FAC-ALG-2026-999999',
    lines: [],
    created_at: '2020-01-01T00:00:00.000Z',
    total_ht: 1,
    total_tva: 2,
    stamp_duty: 3,
    total_ttc: 6,
  };
  await phone.store.device.applyPage(
    phone.page([
      phone.says('INVOICE_REF_ASSIGNED', draft.id, number),
      refusal(trulyRefused!.id),
      refusal(falselyRefused!.id),
    ]),
  );
  const told = { ...phone.snapshot('e1'), ends: [refusal(trulyRefused!.id)] };
  await phone.store.device.stageScope(told, true);
  await phone.store.device.commitScope('e1.1', HUB);
  expect(phone.store.inbox()).toHaveLength(2);
  expect(phone.store.invoice(draft.id)?.status).toBe('REFERENCED');
  await phone.store.device.stageScope(told, true);
  await phone.store.device.commitScope('e1.1', SERVER);
  expect(phone.store.inbox().map(({ event_id }) => event_id)).toEqual([trulyRefused!.id]);
  expect(phone.queue().map(({ status }) => status)).toEqual(['PENDING', 'PENDING', 'FAILED', 'PENDING']);
  expect(phone.store.invoice(draft.id)).toEqual(saved);
});

test('[HOSTILE-10] what the server refused to the phone itself outlives its snapshots, purged or not', async () => {
  await phone.validate();
  const batch = await phone.offer(SERVER);
  const failed = [{ event_id: batch[0]!.id, error_code: 'INVALID_EVENT', retry: false }];
  await phone.store.device.recordPush(SERVER, batch, phone.answer('server', [], failed));
  const [event] = phone.queue();
  for (const covering of [null, await phone.checkpoint(1, event!.checksum)]) {
    await phone.store.device.applyPage(phone.page([], covering));
    await phone.store.device.stageScope(phone.snapshot('e1'), true);
    await phone.store.device.commitScope('e1.1', SERVER);
    expect(phone.store.inbox()).toMatchObject([{ event_id: event!.id, error_code: 'INVALID_EVENT' }]);
  }
  expect(phone.queue()).toEqual([]);
});
