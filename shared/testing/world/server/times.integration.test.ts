import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GIVEN_UP } from '#server/store/given-up.ts';
import type { SyncEvent } from '#shared/contract/events.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { DAY, HOUR, MINUTE, openTurnedWorld, type TurnedWorld } from '../phone/turned-world.ts';

/** What others say of time: hubs and slow lines. What the server itself has wrong is in `server-clock`. */
let world: TurnedWorld;
beforeAll(async () => {
  world = await openTurnedWorld();
});
afterAll(() => world?.close());

describe('a hub that lies about time', () => {
  test.each([
    ['1970', { received_at: '1970-01-01T00:00:00.000Z' }, 0],
    ['a drift of a day', { clock_drift_ms: DAY }, 0],
    ['a clock of its own that is a day ahead', {}, DAY],
  ] as const)(
    '[TIME-2] [CLI-1] the newest name of a client wins, though its hub says %s',
    async (_lie, said, ahead) => {
      const { id } = await world.clientOf(0);
      const seller = await world.signIn('seller1.alger');
      await world.bring(seller, [world.note(seller)]);
      world.turn(HOUR);
      await world.bring(seller, [world.update(seller, id, { name: 'Avant' })]);
      world.turn(10 * MINUTE);
      const newest = world.update(seller, id, { name: `Après ${_lie}` });
      await world.relay(newest, said, isoTime(world.clock.now() + ahead));
      expect(await world.nameOf(id)).toBe(`Après ${_lie}`);
      expect(Math.abs(Date.parse((await world.storedOf(newest.id)).received_at) - world.clock.now())).toBeLessThan(
        MINUTE,
      );
    },
  );

  test('[TIME-2] [CLI-1] an old name that was held back does not win, whatever its hub says', async () => {
    const { id } = await world.clientOf(1);
    const seller = await world.signIn('seller1.alger');
    await world.bring(seller, [world.note(seller)]);
    const held = [world.update(seller, id, { name: 'Vieux 1' }), world.update(seller, id, { name: 'Vieux 2' })];
    world.turn(HOUR);
    await world.bring(seller, [world.update(seller, id, { name: 'Neuf' })]);
    world.turn(HOUR);
    await world.relay(held[0] as SyncEvent, { clock_drift_ms: -DAY });
    await world.relay(held[1] as SyncEvent, { received_at: isoTime(world.clock.now() + DAY), clock_drift_ms: -HOUR });
    expect(await world.nameOf(id)).toBe('Neuf');
  });

  test('[AUTH-44] [TIME-2] what a phone that was given up records now does not count as taken two hours ago', async () => {
    const seller = await world.signIn('seller1.alger');
    await world.bring(seller, [world.note(seller)]);
    world.turn(3 * HOUR);
    const before = world.note(seller, isoTime(world.clock.now() - HOUR));
    await world.server.owner.query(
      'UPDATE devices SET is_active = false, revoked_at = $2, revoke_reason = $3 WHERE id = $1',
      [seller.device.id, isoTime(world.clock.now() - 30 * MINUTE), GIVEN_UP],
    );
    const after = world.note(seller);
    await world.relay(before, { received_at: isoTime(world.clock.now() - 50 * MINUTE) });
    await world.relay(after, { received_at: isoTime(world.clock.now() - 2 * HOUR) });
    expect([(await world.storedOf(before.id)).status, (await world.storedOf(after.id)).status]).toEqual([
      'APPLIED',
      'QUARANTINED',
    ]);
  });

  test('[TIME-3] what could not be is kept as it was said, and alerted once a hub and day', async () => {
    await world.server.owner.query(`DELETE FROM alerts WHERE kind = 'HUB_TIME'`);
    const seller = await world.signIn('seller1.alger');
    await world.bring(seller, [world.note(seller)]);
    const lies = [world.note(seller), world.note(seller)];
    for (const event of lies) await world.relay(event, { received_at: '1970-01-01T00:00:00.000Z' });
    const honest = world.note(seller);
    await world.relay(honest, {});
    const alerts = async () =>
      (await world.server.owner.query(`SELECT depot_id, device_id, details FROM alerts WHERE kind = 'HUB_TIME'`)).rows;
    expect(await alerts()).toMatchObject([
      {
        depot_id: world.hub.identity.depot.id,
        device_id: seller.device.id,
        details: { hub: world.hub.identity.name, events: 1, claimed_received_at: '1970-01-01T00:00:00.000Z' },
      },
    ]);
    expect((await world.storedOf(lies[0]?.id ?? '')).claimed).toMatchObject({
      received_at: '1970-01-01T00:00:00.000Z',
      clock_drift_ms: 0,
    });
    expect((await world.storedOf(honest.id)).claimed).toBeNull();
    world.turn(DAY);
    const later = world.note(seller);
    await world.relay(later, { received_at: '1970-01-01T00:00:00.000Z' });
    expect(await alerts()).toHaveLength(2);
  });

  test('[TIME-2] a device that has spoken to hubs only is taken at the hub’s claim', async () => {
    const seller = await world.signIn('seller1.alger');
    const event = world.note(seller, isoTime(world.clock.now() + HOUR));
    await world.relay(event, { received_at: isoTime(world.clock.now() + DAY), clock_drift_ms: HOUR });
    expect(Math.abs((await world.storedOf(event.id)).drift_ms - HOUR)).toBeLessThan(MINUTE);
  });
});

describe('a line that is slow', () => {
  /** Sends a push over a real line: its headers first, and its body after `meanwhile`. */
  async function slowPush(url: string, token: string, body: object, meanwhile: () => Promise<void>): Promise<string> {
    const { hostname, port } = new URL(url);
    const text = JSON.stringify(body);
    const socket = connect(Number(port), hostname);
    socket.setEncoding('utf8');
    let heard = '';
    socket.on('data', (data) => {
      heard += data;
    });
    await once(socket, 'connect');
    socket.write(
      `POST /api/sync/push HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n`,
    );
    while (!heard.includes('100 Continue')) await once(socket, 'data');
    await meanwhile();
    socket.write(text);
    await once(socket, 'close');
    return heard;
  }

  test('[TIME-1] [CLI-1] at the server: an upload that takes a minute does not make its write the newer one', async () => {
    const { id } = await world.clientOf(2);
    const [slow, quick] = [await world.signIn('seller1.alger'), await world.signIn('clerk.alger')];
    const older = world.update(slow, id, { name: 'Ancien' });
    const heard = await slowPush(
      world.serverUrl,
      slow.token,
      slow.device.pushBody([older], { sent_at: world.now() }),
      async () => {
        world.turn(30_000);
        await world.bring(quick, [world.update(quick, id, { name: 'Récent' })]);
        world.turn(30_000);
      },
    );
    expect(heard).toContain(`"acked_event_ids":["${older.id}"]`);
    expect(await world.nameOf(id)).toBe('Récent');
    expect((await world.storedOf(older.id)).drift_ms).toBe(0);
  });

  test('[TIME-1] [ROLE-2] what was recorded before its user’s move is judged by the old post, however slow the line', async () => {
    const [driver, admin] = [await world.signIn('driver2.alger'), await world.signIn('admin')];
    const depots = await world.server.call('GET', '/api/admin/depots', { token: admin.token });
    const oran = depots.body.items.find(({ code }: { code: string }) => code === 'ORN').id;
    const { id, qr_payload } = await world.one<{ id: string; qr_payload: string }>(
      `SELECT id, qr_payload FROM deliveries WHERE status = 'PENDING' AND driver_user_id = $1 LIMIT 1`,
      driver.device.userId,
    );
    const event = driver.device.say({
      entity_type: 'DELIVERY',
      entity_id: id,
      action: 'DELIVERY_VALIDATED',
      payload: { qr_scanned: qr_payload, validated_at: world.now() },
      occurred_at: world.now(),
    });
    const body = driver.device.pushBody([event], { sent_at: world.now() });
    const heard = await slowPush(world.serverUrl, driver.token, body, async () => {
      world.turn(20_000);
      const moved = await world.server.call('POST', `/api/admin/users/${driver.device.userId}/move`, {
        token: admin.token,
        body: { depot_id: oran },
      });
      expect(moved.status).toBe(200);
      world.turn(40_000);
    });
    expect(heard).toContain(`"acked_event_ids":["${event.id}"]`);
  });

  test('[TIME-1] at a hub: the drift that it carries on is not the time of the upload', async () => {
    const seller = await world.signIn('seller1.alger');
    const event = world.note(seller);
    const body = seller.device.pushBody([event], { sent_at: world.now() });
    const heard = await slowPush(world.hub.url, seller.token, body, async () => world.turn(MINUTE));
    expect(heard).toContain(`"acked_event_ids":["${event.id}"]`);
    const kept = world.hub.database
      .prepare<[string], { drift_ms: number }>('SELECT drift_ms FROM relay_queue WHERE event_id = unhex(?)')
      .get(event.id.replaceAll('-', ''));
    expect(kept?.drift_ms).toBe(0);
  });
});
