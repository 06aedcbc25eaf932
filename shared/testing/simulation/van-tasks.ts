import type { LocalAuditEntry } from '#shared/contract/audit.ts';
import { algiersDay } from '#shared/domain/references.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { ask } from './ask.ts';
import type { FixtureUser } from './fixture.ts';
import type { Task } from './people.ts';
import type { Run } from './run.ts';

/** Money for a client, apart from any delivery: cash or a cheque. */
export const collect: Task = async ({ chance, fixture }, phone) => {
  const client = chance.pick(fixture.clients.filter(({ depot_ids }) => depot_ids.includes(phone.user.depot_id)));
  const amount = chance.between(1, 50_000);
  const cheque = { bank: 'CPA', number: String(chance.below(10_000)) };
  const how = chance.happens(0.3) ? { method: 'CHEQUE' as const, cheque } : { method: 'CASH' as const };
  const [note] = chance.happens(0.3) ? fixture.deliveries : [];
  const details = { client_id: client.id, amount, ...how, ...(note ? { delivery_id: note.id } : {}) };
  await phone.act((store, newId) => store.collectPayment({ event_id: newId(), payment_id: newId(), details }));
};

/** A stop is passed by for now. */
export const skip: Task = async ({ chance, fixture }, phone) => {
  const { id } = chance.pick(fixture.deliveries);
  const payload = { reason: chance.pick(['NO_TIME', 'CLOSED', 'ROAD']), note: 'plus tard' };
  await phone.say({ entity_type: 'DELIVERY', entity_id: id, action: 'VISIT_SKIPPED', payload });
};

/** Steps of a phone's audit trail, as its app hands them in. */
export const noteSteps: Task = async ({ chance, scheduler }, phone) => {
  const context = { app_version: '1', battery_level: chance.between(5, 100), network_type: 'wifi' };
  const step = (n: number): LocalAuditEntry => ({
    id: `00000000-0000-7000-8000-${String(chance.below(1_000_000_000) * 10 + n).padStart(12, '0')}`,
    ...{ action: 'SCREEN_OPENED', entity_type: 'APP', entity_id: String(n) },
    ...{ user_id: phone.user.id, device_id: phone.device.id, occurred_at: isoTime(scheduler.now + phone.clockOffset) },
    ...{ context, payload_hash: '0'.repeat(64) },
  });
  const entries = Array.from({ length: chance.between(1, 5) }, (_, n) => step(n));
  await phone.say({ entity_type: 'AUDIT', entity_id: 'trail', action: 'AUDIT_BATCH', payload: { entries } });
};

/** Whose day is loaded and counted: mostly that of the own depot's driver who has a phone. */
const driverFor = ({ chance, fixture, phones }: Run, depotId: number): FixtureUser => {
  const [own] = phones.filter(({ user }) => user.role === 'driver' && user.depot_id === depotId);
  return own && chance.happens(0.8) ? own.user : anyDriver({ chance, fixture }, depotId);
};

const anyDriver = ({ chance, fixture }: Pick<Run, 'chance' | 'fixture'>, depotId: number): FixtureUser =>
  chance.pick(
    fixture.users.filter(({ role, depot_id }) => role === 'driver' && (depot_id === depotId || chance.happens(0.1))),
  );

const tourOf = (driver: FixtureUser, { scheduler }: Run) => {
  const day = algiersDay(scheduler.now);
  return { entity_type: 'TOUR', entity_id: `${driver.id}.${day}`, of: { driver_user_id: driver.id, day } };
};

export const load: Task = async (run, phone) => {
  const { of, ...tour } = tourOf(driverFor(run, phone.user.depot_id), run);
  const lines = [{ product_id: run.chance.between(1, 3), quantity: run.chance.between(1, 40) }];
  await phone.say({ ...tour, action: 'VAN_LOADED', payload: { ...of, lines } });
};

/** The blind count. A second one replaces the first, or does not say so. */
export const count: Task = async (run, phone) => {
  const { chance } = run;
  const { of, ...tour } = tourOf(driverFor(run, phone.user.depot_id), run);
  const lines = [{ product_id: chance.between(1, 3), quantity: chance.between(0, 20), condition: 'GOOD' }];
  const [before] = chance.happens(0.5) ? countsOf(run, tour.entity_id) : [];
  const money = { cash_counted: chance.between(0, 90_000), cheques: [] };
  const payload = { ...of, lines, ...money, ...(before ? { replaces: before.id } : {}) };
  await phone.say({ ...tour, action: 'TOUR_COUNTED', payload });
};

/** A driver signs what the counter's screen shows; now and then it is somebody else, or something else. */
export const confirm: Task = async (run, phone) => {
  const { chance, fixture } = run;
  const driver = chance.happens(0.9) ? phone.user : (fixture.users[0] as FixtureUser);
  const { entity_type, entity_id } = tourOf(driver, run);
  const [shown] = countsOf(run, entity_id);
  if (shown === undefined) return;
  const checksum = chance.happens(0.95) ? shown.checksum : 'f'.repeat(64);
  const payload = { confirms: shown.id, checksum };
  await phone.say({ entity_type, entity_id, action: 'TOUR_CONFIRMED', payload });
};

const COUNTED = `SELECT body FROM (SELECT id, entity_id, action, body FROM plain_sync_queue
    UNION ALL SELECT id, entity_id, action, body FROM plain_sync_archive)
  WHERE action = 'TOUR_COUNTED' AND entity_id = ? ORDER BY id DESC`;

/** The counts of a tour that lie on somebody's phone, the newest first. */
const countsOf = ({ phones }: Run, tour: string): { id: string; checksum: string }[] =>
  phones
    .flatMap(({ database }) => ask<{ body: string }>(database, COUNTED, tour))
    .map(({ body }) => JSON.parse(body) as { id: string; checksum: string })
    .sort((a, b) => (a.id > b.id ? -1 : 1));
