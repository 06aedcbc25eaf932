import { dayAt } from '#shared/domain/company-day.ts';
import { call, eventually, type SignedIn, signIn, type World } from '../../start-world.ts';

/** Two tours of today at the depot: one settled with something missing, one that waits for what its phone has not handed in. */
export async function makeTours(world: World): Promise<{ settled: SignedIn; waiting: SignedIn }> {
  const clerk = await signIn(world.hubUrl, 'clerk.alger');
  const settled = await signIn(world.hubUrl, 'seller1.alger');
  const waiting = await signIn(world.hubUrl, 'driver2.alger');
  const day = dayAt(new Date().toISOString());
  const push = (who: SignedIn, events: unknown[]) =>
    call(world.hubUrl, 'POST', '/api/sync/push', {
      authorization: who.authorization,
      body: who.device.pushBody(events as never),
    });
  const { rows } = await world.database.query<{ id: number }>('SELECT id FROM products ORDER BY id LIMIT 3');
  for (const driver of [settled, waiting]) {
    const driver_user_id = driver.session.user.id;
    const of = { entity_type: 'TOUR', entity_id: `${driver_user_id}.${day}` };
    const lines = rows.map(({ id }) => ({ product_id: id, quantity: 10 }));
    const loaded = clerk.device.say({
      ...of,
      action: 'VAN_LOADED',
      payload: { driver_user_id, day, lines },
    });
    const back = lines.map((line, place) => ({ ...line, quantity: place === 0 ? 9 : 10, condition: 'GOOD' }));
    const counted = clerk.device.say({
      ...of,
      action: 'TOUR_COUNTED',
      payload: { driver_user_id, day, lines: back, cash_counted: 5_000, cheques: [] },
    });
    await push(clerk, [loaded, counted]);
    // Made, and kept on the phone for now.
    if (driver === waiting) driver.device.say({ ...of, entity_type: 'AUDIT', action: 'SEEN', payload: {} });
    const payload = { confirms: counted.id, checksum: counted.checksum };
    await push(driver, [driver.device.say({ ...of, action: 'TOUR_CONFIRMED', payload })]);
  }
  world.hub.uplink.kick();
  await eventually(
    () =>
      world.hub.database
        .prepare<[], { state: string }>("SELECT body ->> 'state' AS state FROM entities WHERE kind = 'tours'")
        .all()
        .map(({ state }) => state),
    (states) => states.includes('SETTLED') && states.includes('WAITING_FOR_EVENTS'),
    'the depot knows of both',
  );
  return { settled, waiting };
}
