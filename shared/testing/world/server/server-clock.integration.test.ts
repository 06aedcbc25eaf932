import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkpointStore } from '#hub/store/checkpoint-store.ts';
import { alertLongWaiting } from '#server/store/housekeeping.ts';
import { repairFutureTimes } from '#server/store/repair-times.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { testIds } from '../../test-device.ts';
import { DAY, HOUR, MINUTE, openTurnedWorld, type TurnedWorld } from '../phone/turned-world.ts';
import { DEMO_PASSWORD, eventually } from '../start-world.ts';

/** What a server wrote while its own clock was wrong. */
let world: TurnedWorld;
beforeAll(async () => {
  world = await openTurnedWorld();
});
afterAll(() => world?.close());

describe('the server’s own clock', () => {
  const YEAR = 365 * DAY;
  const isRepaired = async (clientId: string) =>
    eventually(
      () => world.one<{ at: string }>(`SELECT field_clocks #>> '{name,0}' AS at FROM clients WHERE id = $1`, clientId),
      ({ at }) => Date.parse(at) <= world.clock.now(),
      'what was dated in the future counts from now',
    );

  test('[TIME-4] [CLI-1] a year ahead and put right: what was written meanwhile stands until something later is written', async () => {
    const { id } = await world.clientOf(3);
    world.turn(YEAR);
    const ahead = await world.signIn('seller1.alger');
    const deviceTime = () => isoTime(world.clock.now() - YEAR);
    await world.bring(ahead, [world.update(ahead, id, { name: 'En avance' }, deviceTime())], deviceTime());
    expect(await world.nameOf(id)).toBe('En avance');
    world.turn(-YEAR);
    await isRepaired(id);
    const seller = await world.signIn('seller1.alger');
    world.turn(MINUTE);
    const later = world.update(seller, id, { name: 'Plus tard' });
    world.turn(MINUTE);
    await world.bring(seller, [later]);
    expect(await world.nameOf(id)).toBe('Plus tard');
  });

  test('[TIME-4] [ROLE-2] [AUTH-15] a move and a revocation that were dated a year ahead hold from now on, and sessions end in a week', async () => {
    const { id } = await world.one<{ id: number }>(`SELECT id FROM users WHERE username = 'driver1.oran'`);
    const driver = await world.signIn('driver1.oran');
    await world.server.owner.query(`INSERT INTO earlier_posts VALUES ($1, 'driver', 1, $2), ($1, 'seller', 1, $3)`, [
      id,
      isoTime(world.clock.now() + YEAR),
      isoTime(world.clock.now() + YEAR + HOUR),
    ]);
    await world.server.owner.query('UPDATE devices SET revoked_at = $2 WHERE id = $1', [
      driver.device.id,
      isoTime(world.clock.now() + YEAR),
    ]);
    await world.server.owner.query('UPDATE refresh_tokens SET expires_at = $2 WHERE device_id = $1', [
      driver.device.id,
      isoTime(world.clock.now() + YEAR),
    ]);
    expect(await repairFutureTimes(world.server.deps.database, world.clock.now())).toBe(4);
    const posts = await world.server.owner.query<{ role: string; until: string }>(
      'SELECT role, until FROM earlier_posts WHERE user_id = $1 ORDER BY until',
      [id],
    );
    expect(posts.rows.map(({ role }) => role)).toEqual(['driver', 'seller']);
    expect(Date.parse(posts.rows[1]?.until ?? '')).toBeLessThanOrEqual(world.clock.now());
    const { ends, revoked } = await world.one<{ ends: string; revoked: string }>(
      `SELECT max(t.expires_at) AS ends, max(d.revoked_at) AS revoked
       FROM refresh_tokens t JOIN devices d ON d.id = t.device_id WHERE d.id = $1`,
      driver.device.id,
    );
    expect(Date.parse(ends)).toBeLessThanOrEqual(world.clock.now() + 7 * DAY);
    expect(Date.parse(revoked)).toBeLessThanOrEqual(world.clock.now());
    expect(await repairFutureTimes(world.server.deps.database, world.clock.now())).toBe(0);
  });

  test('[TIME-4] [CUST-7] [WAIT-2] what was alerted or stored in the future silences no alert', async () => {
    const seller = await world.signIn('seller1.alger');
    const off = () => isoTime(world.clock.now() + HOUR);
    await world.bring(seller, [world.note(seller, off())], off());
    await world.server.owner.query(`UPDATE alerts SET created_at = $2 WHERE kind = 'CLOCK_DRIFT' AND device_id = $1`, [
      seller.device.id,
      isoTime(world.clock.now() + YEAR),
    ]);
    const orphan = world.update(seller, testIds.uuid(), { name: 'Personne' }, off());
    await world.bring(seller, [orphan], off());
    const count = await world.one<{ n: number }>(
      `SELECT count(*) AS n FROM alerts WHERE kind = 'CLOCK_DRIFT' AND device_id = $1`,
      seller.device.id,
    );
    expect(count.n).toBe(2);
    expect(await alertLongWaiting(world.server.deps)).toBe(0);
    await world.server.owner.query('UPDATE events SET stored_at = $2 WHERE id = $1', [
      orphan.id,
      isoTime(world.clock.now() + YEAR),
    ]);
    expect(await alertLongWaiting(world.server.deps)).toBe(1);
  });

  test('[INV-1] [HQ-8] [TIME-4] a clock that goes back over New Year leads back into no series', async () => {
    const seller = await world.signIn('seller1.alger');
    const yearOf = (reference: string) => reference.split('-')[2];
    const facts = await world.one<{ client: string; product: number; driver: number; depot: number }>(
      `SELECT c.client_id AS client, (SELECT min(id) FROM products) AS product, c.depot_id AS depot,
         (SELECT id FROM users WHERE username = 'driver1.alger') AS driver
       FROM client_depots c JOIN depots d ON d.id = c.depot_id WHERE d.code = 'ALG' LIMIT 1`,
    );
    const invoice = async () => {
      const id = testIds.uuid();
      const lines = [{ product_id: facts.product, quantity: 1, unit_price_ht: 1_000, tva_rate: 19 }];
      const totals = { total_ht: 1_000, total_tva: 190, stamp_duty: 0, total_ttc: 1_190 };
      const event = seller.device.say({
        entity_type: 'INVOICE',
        entity_id: id,
        action: 'INVOICE_CREATED',
        payload: { client_id: facts.client, lines, ...totals, payment: 'CREDIT' },
        occurred_at: world.now(),
      });
      await world.bring(seller, [event]);
      return (await world.one<{ reference: string }>('SELECT reference FROM invoices WHERE id = $1', id)).reference;
    };
    const plan = async () => {
      const { body } = await world.server.call('POST', '/api/admin/deliveries', {
        token: (await world.server.signIn('admin', DEMO_PASSWORD)).body.access_token,
        body: {
          depot_id: facts.depot,
          driver_user_id: facts.driver,
          client_id: facts.client,
          planned_for: '2026-12-31',
          lines: [{ product_id: facts.product, quantity: 1, unit_price_ht: 1_000, tva_rate: 19 }],
        },
      });
      return body.reference as string;
    };
    const [before, noteBefore] = [await invoice(), await plan()];
    world.turn(YEAR);
    const renewed = await world.server.signIn('seller1.alger', DEMO_PASSWORD, {
      id: seller.device.id,
      publicKey: seller.device.publicKey,
    } as never);
    seller.token = renewed.body.access_token;
    const [next, noteNext] = [await invoice(), await plan()];
    expect(next).toMatch(/^FAC-ALG-\d{4}-000001$/);
    world.turn(-YEAR);
    const again = await world.server.call('POST', '/api/auth/refresh', {
      body: { refresh_token: renewed.body.refresh_token },
    });
    expect(again.status).toBe(200);
    seller.token = again.body.access_token;
    const [back, noteBack] = [await invoice(), await plan()];
    expect([yearOf(next), yearOf(noteNext)]).toEqual([
      String(Number(yearOf(before)) + 1),
      String(Number(yearOf(noteBefore)) + 1),
    ]);
    expect(back).toBe(next.replace('000001', '000002'));
    expect(yearOf(noteBack)).toBe(yearOf(noteNext));
  });

  test('[TIME-4] [CUST-2] a hub does not keep a checkpoint of a server that was ahead before those that come later', async () => {
    await eventually(
      () =>
        world.hub.database.prepare(`SELECT value FROM meta WHERE key = 'server_time'`).pluck().get() as
          | string
          | undefined,
      (at) => Math.abs(Date.parse(at ?? '') - world.clock.now()) < HOUR,
      'the hub has heard what time it is',
    );
    const checkpoints = checkpointStore(world.hub.database);
    const device_id = testIds.uuid();
    const put = (ms: number, up_to: number) => {
      const claims = { device_id, up_to, checksum: null, received_above: [], missing_blobs: [], iat: ms / 1_000 };
      checkpoints.put({ jws: String(up_to), claims: { ...claims, iat: Math.floor(claims.iat) } as never });
      return checkpoints.get(device_id)?.claims.up_to;
    };
    expect([put(world.clock.now() + YEAR, 7), put(world.clock.now(), 8), put(world.clock.now() - HOUR, 6)]).toEqual([
      7, 8, 8,
    ]);
  });

  test('[DLV-1] a delivery was validated when it was done, wherever that is told, not when HQ heard of it', async () => {
    const driver = await world.signIn('driver1.alger');
    const { id, qr_payload } = await world.one<{ id: string; qr_payload: string }>(
      `SELECT d.id, qr_payload FROM deliveries d JOIN users u ON u.id = d.driver_user_id
       WHERE d.status = 'PENDING' AND u.username = 'driver1.alger' ORDER BY d.id LIMIT 1`,
    );
    const ahead = (ms: number) => isoTime(world.clock.now() + HOUR + ms);
    const done = isoTime(world.clock.now());
    const said = (occurred_at: string) =>
      driver.device.say({
        entity_type: 'DELIVERY',
        entity_id: id,
        action: 'DELIVERY_VALIDATED',
        payload: { qr_scanned: qr_payload, validated_at: occurred_at },
        occurred_at,
      });
    const [first, second] = [said(ahead(0)), said(ahead(1))];
    world.turn(6 * HOUR);
    const body = driver.device.pushBody([first, second], { sent_at: ahead(0) });
    const { body: answer } = await world.server.call('POST', '/api/sync/push', { token: driver.token, body });
    const isDone = (at: unknown) => Math.abs(Date.parse(String(at)) - Date.parse(done)) < MINUTE;
    expect(answer.failed_events).toMatchObject([{ event_id: second.id, error_code: 'ALREADY_VALIDATED' }]);
    expect(isDone(answer.failed_events[0].resolution.data.validated_at)).toBe(true);
    const told = await world.one<{ at: string }>(
      `SELECT body::json #>> '{payload,validated_at}' AS at FROM changes
       WHERE body::json ->> 'action' = 'DELIVERY_VALIDATED' AND body::json ->> 'entity_id' = $1`,
      id,
    );
    const admin = await world.server.signIn('admin', DEMO_PASSWORD);
    const shown = await world.server.call('GET', `/api/admin/deliveries/${id}`, { token: admin.body.access_token });
    expect([isDone(told.at), isDone(shown.body.validated_at)]).toEqual([true, true]);
  });
});
