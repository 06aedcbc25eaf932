import { generateKeyPair } from 'jose';
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

test('[PHONE-3] a hub’s ack keeps the event here and offers it to the server only; the server’s own ack purges it', async () => {
  await phone.validate();
  const [event] = phone.queue();
  const batch = await phone.offer(HUB);
  await phone.store.device.recordPush(HUB, batch, phone.answer('hub', [event!.id]));
  expect(phone.queue()).toMatchObject([{ custody: 'hub', status: 'ACKED' }]);
  expect(phone.store.counts()).toMatchObject({ device: 0, depot: 1, person: 0 });
  expect(await phone.offer(HUB)).toEqual([]);
  const again = await phone.offer(SERVER);
  expect(again).toEqual([{ id: event!.id, text: event!.body }]);
  await phone.store.device.recordPush(SERVER, again, phone.answer('server', [event!.id]));
  expect(phone.queue()).toEqual([]);
  expect(phone.archived()).toMatchObject([{ id: event!.id }]);
});

test('[PHONE-3] what the server choked on and has decided since, by way of a hub, is offered to it once more', async () => {
  const event_id = phone.ids.uuid();
  await phone.store.failDelivery({ event_id, delivery_id: phone.ids.uuid(), details: { reason: 'CLOSED' } });
  await phone.store.device.setAside(SERVER, event_id, 'INTERNAL');
  expect(await phone.store.device.nextBatch(SERVER, 10, 1e6)).toEqual([]);
  await phone.store.device.applyPage(phone.page([phone.says('EVENT_APPLIED', event_id, { event_id })]));
  expect(await phone.store.device.nextBatch(SERVER, 10, 1e6)).toMatchObject([{ id: event_id }]);
});

test('[PHONE-3] a hub that claims the server’s custody is not believed', async () => {
  await phone.validate();
  const batch = await phone.offer(HUB);
  await phone.store.device.recordPush(HUB, batch, phone.answer('server', [batch[0]!.id]));
  expect(phone.queue()).toMatchObject([{ custody: 'hub' }]);
});

test('[PHONE-3] a hub is asked again after an hour without the server’s statement: another may stand in its place', async () => {
  await phone.validate();
  const batch = await phone.offer(HUB);
  await phone.store.device.recordPush(HUB, batch, phone.answer('hub', [batch[0]!.id]));
  phone.turn(61 * 60_000);
  expect(await phone.offer({ kind: 'hub', url: 'http://new-hub.test' })).toHaveLength(1);
});

test('[PHONE-4] a checkpoint purges what it covers, only with the server’s signature and our own checksums', async () => {
  await phone.validate();
  await phone.validate();
  await phone.validate();
  const second = phone.queue()[1]!;
  const stranger = (await generateKeyPair('ES256')).privateKey as CryptoKey;
  await phone.store.device.applyPage(phone.page([], await phone.checkpoint(2, second.checksum, {}, stranger)));
  await phone.store.device.applyPage(phone.page([], await phone.checkpoint(2, 'f'.repeat(64))));
  await phone.store.device.applyPage(
    phone.page([], await phone.checkpoint(2, second.checksum, { device_id: phone.ids.uuid() })),
  );
  expect(phone.queue()).toHaveLength(3);
  await phone.store.device.applyPage(phone.page([], await phone.checkpoint(2, second.checksum)));
  expect(phone.queue().map(({ seq }) => seq)).toEqual([3]);
});

test('[PHONE-4] events beyond a gap are purged too, the missing one stays', async () => {
  for (let n = 0; n < 4; n += 1) await phone.validate();
  const [first, , , fourth] = phone.queue();
  const above = { received_above: [{ from: 3, to: 4, checksum: fourth!.checksum }] };
  await phone.store.device.applyPage(phone.page([], await phone.checkpoint(1, first!.checksum, above)));
  expect(phone.queue().map(({ seq }) => seq)).toEqual([2]);
});

test('[PHONE-5] a server that came back from a backup is offered again what it forgot, and a stale checkpoint is not believed', async () => {
  await phone.validate();
  await phone.validate();
  const [first, second] = phone.queue();
  await phone.store.device.stageScope(phone.snapshot('old'), true);
  await phone.store.device.commitScope('old.1', HUB);
  const stale = await phone.checkpoint(2, second!.checksum);
  await phone.store.device.applyPage({ ...phone.page([], stale), next_since: 'old.2' });
  expect(phone.queue()).toEqual([]);
  phone.turn(60_000);
  await phone.store.device.stageScope(phone.snapshot('new'), true);
  await phone.store.device.commitScope('new.1', HUB);
  await phone.store.device.applyPage({ ...phone.page([], stale), next_since: 'new.1' });
  expect(phone.queue()).toEqual([]);
  phone.turn(60_000);
  await phone.store.device.applyPage({
    ...phone.page([], await phone.checkpoint(1, first!.checksum)),
    next_since: 'new.1',
  });
  expect(phone.queue()).toMatchObject([{ id: second!.id, body: second!.body, status: 'PENDING', custody: 'device' }]);
});

test('[CUST-5] what was handed in before the first snapshot is offered again where the server has forgotten it meanwhile', async () => {
  await phone.validate();
  await phone.store.device.recordPush(
    SERVER,
    await phone.offer(SERVER),
    phone.answer('server', [phone.queue()[0]!.id]),
  );
  const [gone] = phone.archived();
  // The server came back from a backup before this phone had heard of any epoch.
  await phone.store.device.stageScope(phone.snapshot('new'), true);
  await phone.store.device.commitScope('new.1', SERVER);
  await phone.store.device.applyPage({
    ...phone.page([], await phone.checkpoint(0, null, { epoch: 'new' })),
    next_since: 'new.1',
  });
  expect([phone.queue().map(({ id }) => id), phone.archived()]).toEqual([[gone!.id], []]);
});

test('[HOSTILE-12] a checkpoint of another epoch is not believed, whatever times a hub tells', async () => {
  await phone.validate();
  await phone.validate();
  const [first, second] = phone.queue();
  await phone.store.device.stageScope(phone.snapshot('old'), true);
  await phone.store.device.commitScope('old.1', HUB);
  const stale = await phone.checkpoint(2, second!.checksum, { epoch: 'old' });
  await phone.store.device.applyPage({ ...phone.page([], stale), next_since: 'old.2' });
  expect(phone.archived()).toHaveLength(2);
  // The server came back without the second event. A hub says so, as of long ago, and tells the former checkpoint.
  await phone.store.device.stageScope({ ...phone.snapshot('new'), server_time: '1970-01-01T00:00:00.000Z' }, true);
  await phone.store.device.commitScope('new.1', HUB);
  await phone.store.device.applyPage({ ...phone.page([], stale), next_since: 'new.1' });
  expect(phone.queue()).toEqual([]);
  const current = await phone.checkpoint(1, first!.checksum, { epoch: 'new' });
  await phone.store.device.applyPage({ ...phone.page([], current), next_since: 'new.1' });
  expect(phone.queue().map(({ id }) => id)).toEqual([second!.id]);
  // A hub that makes up an epoch, and its end as of the year 2099, holds up nothing once the true one is back.
  for (const [epoch, server_time] of [
    ['made-up', '2099-01-01T00:00:00.000Z'],
    ['new', '2099-01-01T00:00:00.000Z'],
  ] as const) {
    await phone.store.device.stageScope({ ...phone.snapshot(epoch), server_time }, true);
    await phone.store.device.commitScope(`${epoch.replace('-', '')}.1`, HUB);
  }
  const whole = await phone.checkpoint(2, second!.checksum, { epoch: 'new' });
  await phone.store.device.applyPage({ ...phone.page([], whole), next_since: 'new.2' });
  expect([phone.queue(), phone.archived().length]).toEqual([[], 2]);
});
