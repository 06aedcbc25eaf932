import { sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checksumOf } from '#shared/domain/checksum.ts';
import { sha256 } from '#shared/ports/crypto-node.ts';
import { createTestDatabase } from '#shared/testing/postgres.ts';
import { ABSENT, openTestHq, PASSWORD } from '../testing/open-test-hq.ts';
import { turnedClock } from '../testing/open-test-server.ts';
import { verifyEvidence } from './evidence/verifier/verify-evidence.ts';

const clock = turnedClock('2026-12-31T23:30:00.000Z');
const database = await createTestDatabase();
const { server, get, post, said, alger, driver, driverDevice, driverToken, newDelivery, newLot } = await openTestHq(
  database.url,
  clock,
);
afterAll(async () => {
  await server.close();
  await database.drop();
});

// A stock that a delivery could lower.
beforeAll(async () => {
  await post('lots', newLot());
});

describe('what devices said', () => {
  let seq = 0;
  let last: string | null = null;

  function validation(delivery: { id: string; qr_payload: string }, details: object = {}, device = driverDevice) {
    seq += 1;
    const bare = {
      v: 1,
      id: crypto.randomUUID(),
      entity_type: 'DELIVERY',
      entity_id: delivery.id,
      action: 'DELIVERY_VALIDATED',
      payload: { qr_scanned: delivery.qr_payload, validated_at: new Date(clock.now()).toISOString(), ...details },
      occurred_at: new Date(clock.now()).toISOString(),
      user_id: driver,
      device_id: device.id,
      seq,
      prev_checksum: last,
    };
    const checksum = checksumOf(bare, sha256);
    last = checksum;
    const key = { key: device.privateKey, dsaEncoding: 'ieee-p1363' as const };
    const signature = sign('sha256', Buffer.from(checksum, 'hex'), key).toString('base64url');
    return { ...bare, checksum, signature };
  }
  const push = (...events: object[]) =>
    server.call('POST', '/api/sync/push', {
      token: driverToken,
      body: {
        device_id: driverDevice.id,
        batch_id: crypto.randomUUID(),
        sent_at: new Date(clock.now()).toISOString(),
        events,
      },
    });

  test('[HQ-16] what came second stands among the conflicts, and every event can be read as it was received', async () => {
    const { body: delivery } = await post('deliveries', newDelivery());
    const [first, second] = [validation(delivery), validation(delivery)];
    expect((await push(first, second)).body).toMatchObject({ acked_event_ids: [first.id] });
    const conflict = (await get(`conflicts?device_id=${driverDevice.id}`)).body.items[0];
    expect(conflict).toMatchObject({ id: second.id, error_code: 'ALREADY_VALIDATED', reference: delivery.reference });
    const { body } = await get(`events/${first.id}`);
    expect(body).toMatchObject({ status: 'APPLIED', hub: null, received_via: driverDevice.id, user_name: 'Quelqu’un' });
    expect(JSON.parse(body.received_text)).toEqual(first);
    expect((await post(`deliveries/${delivery.id}/cancel`)).body).toMatchObject({ code: 'CONFLICT' });
  });

  test('[EVID-4] HQ takes the evidence of a device, which holds by itself and by the published thumbprint; the audit keeps who did', async () => {
    const path = `devices/${driverDevice.id}/evidence`;
    const { status, body } = await get(path);
    expect(status).toBe(200);
    const { thumbprint, html } = (await get('evidence/verifier')).body;
    expect(html).toContain('Content-Security-Policy');
    expect(await verifyEvidence(body.text, thumbprint)).toMatchObject({ faults: [], isAnchored: true, thumbprint });
    expect(await verifyEvidence(body.text, '')).toMatchObject({ faults: [], isAnchored: false });
    expect(JSON.parse(body.text).events).toHaveLength(2);
    expect(body.sha256).toBe(sha256(body.text));
    expect((await get('acts')).body.items[0]).toMatchObject({
      ...{ what: 'EVIDENCE_EXPORTED', entity_type: 'DEVICE', entity_id: driverDevice.id },
      after: { quantity: 2, sha256: body.sha256 },
    });
    const byClerk = (await server.signIn('clerk', PASSWORD)).body.access_token;
    expect((await get(path, byClerk)).status).toBe(403);
    expect((await get('evidence/verifier', byClerk)).status).toBe(403);
    expect((await get(`devices/${ABSENT}/evidence`)).status).toBe(404);
  });

  test('[HQ-17] a journal is checked anew: what is missing, broken or altered is named', async () => {
    const path = `devices/${driverDevice.id}/journal`;
    expect((await get(path)).body).toEqual({ complete_up_to: 2, missing: [], broken_links: [], bad_signatures: [] });
    const { body: delivery } = await post('deliveries', newDelivery());
    validation(delivery);
    const [fourth, fifth] = [validation(delivery), validation(delivery)];
    await push(fourth, fifth);
    expect((await get(path)).body).toMatchObject({ complete_up_to: 2, missing: [[3, 3]], broken_links: [] });
    await server.owner.query(`UPDATE events SET body = replace(body, '"v":1', '"v":2') WHERE id = $1`, [fourth.id]);
    const altered = JSON.stringify({ ...fifth, prev_checksum: 'f'.repeat(64) });
    await server.owner.query('UPDATE events SET body = $2 WHERE id = $1', [fifth.id, altered]);
    expect((await get(path)).body).toMatchObject({ broken_links: [5], bad_signatures: [4, 5] });
    expect((await get(`devices/${ABSENT}/journal`)).status).toBe(404);
  });

  test('[HQ-18] a quarantined event that HQ rejects is told to its author', async () => {
    const { body: delivery } = await post('deliveries', newDelivery());
    const event = validation(delivery);
    await push(event);
    expect((await post(`quarantine/${event.id}/reject`)).body).toMatchObject({ code: 'CONFLICT' });
    await server.deps.database.query(
      `UPDATE events SET status = 'QUARANTINED', error_code = 'DEVICE_REVOKED' WHERE id = $1`,
      [event.id],
    );
    expect((await get('quarantine')).body.items).toMatchObject([{ id: event.id }]);
    const changes = await said(() => post(`quarantine/${event.id}/reject`));
    expect(changes).toMatchObject([
      { action: 'EVENT_REJECTED', payload: { event_id: event.id, error_code: 'DEVICE_REVOKED' } },
    ]);
    expect((await get('quarantine')).body.items).toEqual([]);
  });

  test('[DLV-6] cancelled after the goods left: lines and cash stay among the conflicts, and the stock is HQ’s to put right', async () => {
    const { body: delivery } = await post('deliveries', newDelivery());
    await post(`deliveries/${delivery.id}/cancel`);
    const { product_id, quantity } = delivery.lines[0];
    const details = { lines: [{ product_id, delivered: quantity }], cash_collected: 1_234_500 };
    const event = validation(delivery, details);
    const stock = async () => (await get(`stock?depot_id=${alger}`)).body.items;
    const before = await stock();
    expect((await push(event)).body.failed_events).toMatchObject([
      { event_id: event.id, error_code: 'DELIVERY_CANCELLED', resolution: { action: 'CONTACT_ADMIN' } },
    ]);
    expect((await get(`conflicts?device_id=${driverDevice.id}`)).body.items).toContainEqual(
      expect.objectContaining({ id: event.id, error_code: 'DELIVERY_CANCELLED', reference: delivery.reference }),
    );
    expect(JSON.parse((await get(`events/${event.id}`)).body.received_text).payload).toMatchObject(details);
    expect(await stock()).toEqual(before);
  });
});
