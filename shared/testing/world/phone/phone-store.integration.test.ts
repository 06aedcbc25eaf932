import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Client, Invoice } from '#shared/contract/entities.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { checksumMatches } from '#shared/domain/checksum.ts';
import { verifySignature } from '#shared/ports/crypto-node.ts';
import { publicKeyOf, sha256 } from '#shared/ports/crypto-web.ts';
import { unsent, unsentEntries } from '../../../../mobile-pwa/store/outbox.ts';
import { prepareSchema } from '../../../../mobile-pwa/store/phone-store.ts';
import { DAY, HUB, MemoryPhone, newPhoneKeys, type PhoneKeys, SERVER } from './memory-phone.ts';

let keys: PhoneKeys;
let phone: MemoryPhone;

beforeAll(async () => {
  keys = await newPhoneKeys();
});
beforeEach(() => {
  phone = new MemoryPhone(keys);
});

test('[PHONE-1] [LESSON-12] what is saved is numbered without a gap, chained, signed, and kept as it was signed', async () => {
  await Promise.all([phone.validate(), phone.validate(), phone.validate()]);
  const events = phone.queue().map(({ body }) => JSON.parse(body));
  expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(events.map(({ prev_checksum }) => prev_checksum)).toEqual([null, events[0].checksum, events[1].checksum]);
  const key = await publicKeyOf(keys.device);
  for (const event of events) {
    expect(checksumMatches(event, sha256)).toBe(true);
    expect(verifySignature(key, event.checksum, event.signature)).toBe(true);
  }
});

test('[DEPOT-12] a phone says what it made, and what of it no node has taken yet; its audit trail is no entry', async () => {
  const eventId = phone.ids.uuid();
  await phone.validate(phone.ids.uuid(), eventId);
  await phone.validate();
  const said = async () => {
    const { made = 0, unsent } = (await phone.store.device.said?.()) ?? {};
    return [made > 0, unsent];
  };
  expect(await said()).toEqual([true, 2]);
  await phone.store.device.recordPush(HUB, await phone.offer(HUB), phone.answer('hub', [eventId]));
  expect(await said()).toEqual([true, 1]);
});

test('[SEED-10.8] [PHONE-2] [LESSON-12] confirming twice is confirming once, by the same button or by another scan', async () => {
  const deliveryId = phone.ids.uuid();
  const eventId = phone.ids.uuid();
  const results = await Promise.all([
    phone.validate(deliveryId, eventId),
    phone.validate(deliveryId, eventId),
    phone.validate(deliveryId),
  ]);
  expect(results.map(({ kind }) => kind)).toEqual(['saved', 'already', 'already']);
  expect(phone.queue()).toHaveLength(1);
});

test('[DLV-3] a failed delivery is validated later from the phone that failed it, once', async () => {
  const deliveryId = phone.ids.uuid();
  await phone.store.device.applyPage(
    phone.page([phone.says('DELIVERY_ASSIGNED', deliveryId, phone.deliveryOf(deliveryId))]),
  );
  await phone.store.failDelivery({
    event_id: phone.ids.uuid(),
    delivery_id: deliveryId,
    details: { reason: 'CLOSED' },
  });
  await phone.store.device.applyPage(
    phone.page([phone.says('DELIVERY_ASSIGNED', deliveryId, phone.deliveryOf(deliveryId, { status: 'FAILED' }))]),
  );
  expect(phone.store.delivery(deliveryId)).toMatchObject({ status: 'FAILED', own: { action: 'DELIVERY_FAILED' } });
  phone.turn(60_000);
  const eventId = phone.ids.uuid();
  expect(await phone.validate(deliveryId, eventId)).toEqual({ kind: 'saved', event_id: eventId });
  expect(await phone.validate(deliveryId)).toEqual({ kind: 'already', event_id: eventId });
  expect(phone.store.delivery(deliveryId)?.own).toMatchObject({ action: 'DELIVERY_VALIDATED', event_id: eventId });
});

test('[DLV-4] what was done about another driver’s delivery is followed by its event, without a row of the delivery', async () => {
  const eventId = phone.ids.uuid();
  const deliveryId = phone.ids.uuid();
  await phone.validate(deliveryId, eventId);
  expect(phone.store.delivery(deliveryId)).toBeNull();
  expect(phone.store.localAction(eventId)).toMatchObject({
    action: 'DELIVERY_VALIDATED',
    state: 'device',
    is_partial: false,
  });
  const batch = await phone.offer(SERVER);
  await phone.store.device.recordPush(SERVER, batch, phone.answer('server', [eventId]));
  expect(phone.store.localAction(eventId)).toMatchObject({ state: 'hq', error_code: null });
  expect(phone.store.localAction(phone.ids.uuid())).toBeNull();
});

test('[PHONE-8] a new snapshot replaces the caches, never the queue nor the drafts', async () => {
  const mine = phone.deliveryOf(phone.ids.uuid());
  await phone.store.device.applyPage(phone.page([phone.says('DELIVERY_ASSIGNED', mine.id, mine)]));
  await phone.validate(mine.id);
  const draft = phone.draftOf();
  await phone.store.issueInvoice(draft);
  await phone.store.device.stageScope(
    { ...phone.snapshot('e1'), entities: { ...phone.snapshot('e1').entities, deliveries: [] } },
    true,
  );
  await phone.store.device.commitScope('e1.1', HUB);
  expect(phone.store.tour(DAY)).toEqual([]);
  expect(phone.queue()).toHaveLength(3);
  expect(phone.store.invoices(100).items).toHaveLength(1);
  expect(phone.store.clients().map(({ name }) => name)).toEqual(['Supérette Nour']);
});

test('[PHONE-8] pages of a snapshot that was cut off are forgotten', async () => {
  const old = phone.deliveryOf(phone.ids.uuid());
  const fresh = phone.deliveryOf(phone.ids.uuid());
  await phone.store.device.stageScope(
    { ...phone.snapshot('e1'), entities: { ...phone.snapshot('e1').entities, deliveries: [old] } },
    true,
  );
  await phone.store.device.stageScope(
    { ...phone.snapshot('e1'), entities: { ...phone.snapshot('e1').entities, deliveries: [fresh] } },
    true,
  );
  await phone.store.device.commitScope('e1.1', HUB);
  expect(phone.store.tour(DAY).map(({ id }) => id)).toEqual([fresh.id]);
});

test('[PHONE-9] changes are taken in once and in order, with the cursor; a delivery given to another driver leaves', async () => {
  const mine = phone.deliveryOf(phone.ids.uuid());
  const lost = phone.deliveryOf(phone.ids.uuid());
  const events = [
    phone.says('DELIVERY_ASSIGNED', mine.id, { ...mine, qr_payload: 'MCG1.secret' }),
    phone.says('DELIVERY_ASSIGNED', lost.id, lost),
    phone.says('SOMETHING_NEW', mine.id, { from: 'the future' }),
    phone.says('DELIVERY_VALIDATED', mine.id, {
      ...mine,
      status: 'VALIDATED',
      validated_at: '2026-11-22T08:00:00.000Z',
      validated_by: 9,
    }),
    phone.says('DELIVERY_UPDATED', lost.id, { ...lost, driver_user_id: 9 }),
    phone.says('USER_UPSERTED', '9', { id: 9, name: 'Karim' }),
    phone.says('PRODUCT_UPSERTED', '1', {
      id: 1,
      code: 'CAM',
      name: 'Camembert',
      unit: 'boîte',
      price_ht: 100_00,
      tva_rate: 19,
      is_active: true,
    }),
    phone.says('STOCK_LEVEL_CHANGED', '1', {
      product_id: 1,
      depot_id: 1,
      quantity: -3,
      as_of: '2026-11-22T08:00:00.000Z',
    }),
  ];
  await phone.store.device.applyPage(phone.page(events));
  await phone.store.device.applyPage(phone.page(events));
  expect(phone.store.tour(DAY)).toMatchObject([{ id: mine.id, status: 'VALIDATED', validated_by_name: 'Karim' }]);
  expect(phone.sql.all('SELECT 1 FROM cache_deliveries_pending WHERE qr_payload IS NOT NULL')).toEqual([]);
  expect(phone.store.stock()).toMatchObject([{ name: 'Camembert', quantity: -3 }]);
  expect(await phone.store.device.cursor(HUB)).toBe(`e1.${phone.pos}`);
});

test('[PHONE-22] what the server says of products, clients and the company reaches the screens, from a snapshot and from changes', async () => {
  const id = phone.ids.uuid();
  const at = '2026-11-22T08:00:00.000Z';
  const said: Partial<Client> = {
    kind: 'WHOLESALER',
    nif: '001216018745239',
    note: 'Quai n° 3',
    opening_hours: '6 h – 14 h',
    proof: { signature: true },
    credit_limit: 500_000_00,
    balance_as_of: at,
  };
  const known = { depot_ids: [1], name: 'Grossiste Mitidja Froid', phone: null, address: null, location: null };
  const client = { id, ...known, tax_id: null, balance: 12_00, updated_at: at, ...said };
  const price = { client_kind: 'WHOLESALER', price_ht: 90_00, since: DAY } as const;
  const names = { name_ar: 'جبن بلدي', unit_ar: 'قطعة', category: 'Frais', lot_tracked: true };
  const rates = [{ since: DAY, tva_rate: 19 }];
  const goods = { ...names, price_lists: [price], tva_rates: rates };
  const plain = { id: 1, code: 'JBEN', name: 'Jben', unit: 'pièce', price_ht: 100_00, tva_rate: 9, is_active: true };
  const company = {
    ...{ name: 'Fromagerie Manchengo', legal_form: 'SPA', activity: null, address: null, phone: null, capital: null },
    ...{ rc: null, nif: '000916005184763', nis: null, ai: null },
  };
  const { entities, ...page } = phone.snapshot('e1');
  const first = { ...page, entities: { ...entities, clients: [client], products: [{ ...plain, ...goods }] }, company };
  await phone.store.device.stageScope({ ...first, has_more: true, next_page: 'next' }, true);
  await phone.store.device.stageScope({ ...page, entities }, false);
  await phone.store.device.commitScope('e1.1', HUB);
  expect(phone.store.client(id)).toMatchObject(said);
  expect(phone.store.products()).toEqual([{ ...plain, ...goods }]);
  expect(phone.store.company()).toEqual(company);

  await phone.store.device.applyPage(
    phone.page([
      phone.says('CLIENT_UPSERTED', id, { ...client, proof: null, note: null }),
      phone.says('PRODUCT_UPSERTED', '1', plain),
      phone.says('COMPANY_UPSERTED', 'company', { ...company, rc: '16/00-0051847B09' }),
    ]),
  );
  expect(phone.store.client(id)).toMatchObject({ ...said, proof: {}, note: null });
  expect(phone.store.products()).toMatchObject([{ ...plain, name_ar: null, lot_tracked: false, price_lists: [] }]);
  expect(phone.store.company()).toEqual({ ...company, rc: '16/00-0051847B09' });
});

test('[PHONE-9] two products that swap their codes hold nothing up', async () => {
  const product = (id: number, code: string) =>
    phone.says('PRODUCT_UPSERTED', String(id), {
      id,
      code,
      name: `Fromage ${id}`,
      unit: 'pièce',
      price_ht: 100_00,
      tva_rate: 19,
      is_active: true,
    });
  await phone.store.device.applyPage(phone.page([product(1, 'A'), product(2, 'B')]));
  await phone.store.device.applyPage(phone.page([product(1, 'B'), product(2, 'A')]));
  expect(phone.store.products().map(({ id, code }) => [id, code])).toEqual([
    [1, 'B'],
    [2, 'A'],
  ]);
});

test('[PHONE-10] [PAPER-6] [LESSON-16] an invoice is a draft until the server names it; its number, date, lines and sums are then the server’s', async () => {
  const draft = phone.draftOf();
  phone.store.saveDraft(draft);
  expect(phone.store.invoice(draft.id)).toMatchObject({ status: 'DRAFT', total_ttc: 1_202_00, stamp_duty: 12_00 });
  expect((await phone.store.issueInvoice(draft)).kind).toBe('saved');
  expect((await phone.store.issueInvoice(draft)).kind).toBe('already');
  phone.store.saveDraft({ ...draft, lines: [] });
  expect(phone.queue().map(({ body }) => JSON.parse(body).action)).toEqual(['CLIENT_CREATED', 'INVOICE_CREATED']);
  expect(phone.store.invoice(draft.id)).toMatchObject({
    status: 'SAVED',
    reference: null,
    state: 'device',
    total_ttc: 1_202_00,
  });
  const invoice: Partial<Invoice> = {
    id: draft.id,
    reference: 'FAC-ALG-2026-000001',
    total_ht: 1,
    total_tva: 2,
    stamp_duty: 3,
    total_ttc: 6,
    created_at: '2026-11-22T09:42:00.000Z',
    lines: draft.lines.map((line) => ({ ...line, quantity: Number(line.quantity), tva_rate: 9 })),
  };
  await phone.store.device.applyPage(phone.page([phone.says('INVOICE_REF_ASSIGNED', draft.id, invoice)]));
  expect(phone.store.invoice(draft.id)).toMatchObject({
    status: 'REFERENCED',
    reference: 'FAC-ALG-2026-000001',
    total_ttc: 6,
    updated_at: '2026-11-22T09:42:00.000Z',
    lines: invoice.lines,
    cancelled_at: null,
  });
  const cancelled = { ...invoice, cancelled_at: '2026-11-23T10:00:00.000Z' };
  await phone.store.device.applyPage(phone.page([phone.says('INVOICE_REF_ASSIGNED', draft.id, cancelled)]));
  expect(phone.store.invoice(draft.id)?.cancelled_at).toBe('2026-11-23T10:00:00.000Z');
  await phone.store.device.applyPage(phone.page([phone.says('INVOICE_REF_ASSIGNED', draft.id, invoice)]));
  expect(phone.store.invoice(draft.id)?.cancelled_at).toBeNull();
});

test('[SEED-10.4] [PHONE-11] a phone that died while it was sending goes on with everything, under the next number', async () => {
  await phone.validate();
  expect(await phone.offer(HUB)).toHaveLength(1);
  expect(phone.queue()).toMatchObject([{ status: 'SENDING' }]);
  phone.restart();
  expect(phone.queue()).toMatchObject([{ status: 'PENDING' }]);
  await phone.validate();
  expect(phone.queue().map(({ seq }) => seq)).toEqual([1, 2]);
});

test('[PHONE-12] [LESSON-15] a file written by a newer app is left alone', () => {
  phone.sql.exec('PRAGMA user_version = 99');
  expect(prepareSchema(phone.sql)).toEqual({ kind: 'newer', version: 99 });
});

test('[PAY-4] a payment is recorded once a form, and offered from the server’s signed statement on', async () => {
  const details = { client_id: phone.ids.uuid(), amount: 12_300, method: 'CASH' as const, received_from: 'Zohe\u0301' };
  const form = { event_id: phone.ids.uuid(), payment_id: phone.ids.uuid(), details };
  expect(phone.store.contract()).toBeNull();
  await phone.store.device.applyPage(phone.page([], await phone.checkpoint(0, null)));
  expect(phone.store.contract()).toBeNull();
  await phone.store.device.applyPage(
    phone.page([], `${(await phone.checkpoint(0, null, { contract: '2026-11-29' })).slice(0, -4)}AAAA`),
  );
  expect(phone.store.contract()).toBeNull();
  await phone.store.device.applyPage(phone.page([], await phone.checkpoint(0, null, { contract: '2026-11-29' })));
  expect(phone.store.contract()).toBe('2026-11-29');
  const twice = await Promise.all([phone.store.collectPayment(form), phone.store.collectPayment(form)]);
  expect(twice.map(({ kind }) => kind).sort()).toEqual(['already', 'saved']);
  expect(phone.store.outbox(10).items).toMatchObject([{ id: form.event_id, action: 'PAYMENT_COLLECTED' }]);
  const [sent] = await phone.offer(SERVER);
  expect(JSON.parse(sent?.text ?? '')).toMatchObject({
    ...{ entity_type: 'PAYMENT', entity_id: form.payment_id, action: 'PAYMENT_COLLECTED' },
    payload: { ...details, received_from: 'Zoh\u00e9' },
  });
});

test('[TODAY-1] [TODAY-4] the route keeps its order, and a day its sums, over a restart; what was refused counts nothing', async () => {
  const ids = [phone.ids.uuid(), phone.ids.uuid(), phone.ids.uuid()].sort();
  const news = ids.map((id, n) =>
    phone.says('DELIVERY_ASSIGNED', id, phone.deliveryOf(id, { reference: `BL-ALG-2026-00000${n}` })),
  );
  await phone.store.device.applyPage(phone.page(news));
  const order = () => phone.store.tour(DAY).map(({ id }) => ids.indexOf(id));
  expect(order()).toEqual([0, 1, 2]);
  phone.store.saveRoute([ids[2] ?? '', ids[0] ?? '']);
  phone.restart();
  // What the driver has not placed follows.
  expect(order()).toEqual([2, 0, 1]);

  const paid = { qr_scanned: 'MCG1.d.n.s', cash_collected: 500_00 };
  const done = phone.ids.uuid();
  const refused = phone.ids.uuid();
  await phone.store.validateDelivery({ event_id: done, delivery_id: ids[2] ?? '', details: paid });
  await phone.store.validateDelivery({ event_id: refused, delivery_id: ids[0] ?? '', details: paid });
  const failed = { event_id: refused, error_code: 'ALREADY_VALIDATED', retry: false };
  await phone.store.device.recordPush(SERVER, await phone.offer(SERVER), phone.answer('server', [done], [failed]));
  phone.restart();
  const totals = { delivered: 1, failed: 0, cash: 500_00, cheques: { count: 0, amount: 0 } };
  expect(phone.store.recordedDays()).toEqual([{ day: DAY, ...totals }]);
});

test('[UNSENT-3] a refused payment that was read is put away into the history', async () => {
  const event_id = phone.ids.uuid();
  const payment = { client_id: phone.ids.uuid(), amount: 5_00, method: 'CASH' as const };
  await phone.store.collectPayment({ event_id, payment_id: phone.ids.uuid(), details: payment });
  const failed = { event_id, error_code: 'FORBIDDEN_ACTION', retry: false };
  await phone.store.device.recordPush(SERVER, await phone.offer(SERVER), phone.answer('server', [], [failed]));
  expect(phone.store.readItems()).toEqual([]);
  phone.store.dismiss(event_id);
  expect(phone.store.inbox()).toEqual([]);
  expect(phone.store.readItems()).toMatchObject([{ event_id, action: 'PAYMENT_COLLECTED' }]);
});

test('[AUDIT-2] [AUDIT-3] steps become events of at most 32 KiB, each once and in their order, once the server knows them', async () => {
  const audited = new MemoryPhone(keys, () => ({ app_version: '1', battery_level: null, network_type: 'wifi' }));
  const step = (n: number) => ({ action: 'SEEN', entity_type: 'PHONE', entity_id: `${n} ${'x'.repeat(150)}` });
  for (let n = 0; n < 100; n += 1) audited.store.noteStep(step(n));
  await audited.validate();
  expect(audited.queue().map(({ body }) => JSON.parse(body).action)).toEqual(['DELIVERY_VALIDATED']);
  const claim = await audited.checkpoint(0, null, { contract: '2026-11-29' });
  await audited.store.device.applyPage(audited.page([], claim));
  await audited.validate();
  const events = audited.queue().map(({ body }) => JSON.parse(body));
  const batches = events.filter(({ action }) => action === 'AUDIT_BATCH');
  expect(events.at(-1)).toMatchObject({ action: 'DELIVERY_VALIDATED', seq: events.length });
  expect(batches.length).toBeGreaterThan(1);
  for (const { payload } of batches) expect(JSON.stringify(payload).length).toBeLessThanOrEqual(LIMITS.auditBatchBytes);
  const entries = batches.flatMap(({ payload }) => payload.entries);
  const seen = Array.from({ length: 100 }, (_, n) => step(n).entity_id);
  expect(entries.map(({ entity_id }) => entity_id).slice(0, 100)).toEqual(seen);
  expect(entries.map(({ action }) => action).slice(100)).toEqual(['DELIVERY_VALIDATED']);
  // Nothing of it counts as an entry of the driver.
  expect(audited.store.counts()).toMatchObject({ device: 2, depot: 0, person: 0 });
  expect(unsentEntries(audited.sql)).toBe(2);
  expect(unsent(audited.sql)).toBe(2 + batches.length);

  // The last step waits for the next event, or five minutes.
  const before = audited.queue().length;
  await audited.offer(SERVER);
  expect(audited.queue()).toHaveLength(before);
  audited.turn(LIMITS.auditBatchMs);
  await audited.offer(SERVER);
  expect(audited.queue()).toHaveLength(before + 1);
  audited.turn(LIMITS.auditBatchMs);
  await audited.offer(SERVER);
  expect(audited.queue()).toHaveLength(before + 1);
});
