import type { Role } from '#shared/contract/entities.ts';
import type { PricedLine } from '#shared/contract/events.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { FixtureDelivery } from './fixture.ts';
import type { Run } from './run.ts';
import type { KeepPhoto, SimPhone } from './sim-phone.ts';
import { collect, confirm, count, load, noteSteps, skip } from './van-tasks.ts';

/** One thing that somebody does on a phone. */
export type Task = (run: Run, phone: SimPhone) => Promise<void>;

const deliveryOf = ({ chance, fixture }: Run, phone: SimPhone): FixtureDelivery =>
  chance.pick(fixture.deliveries.filter(({ depot_id }) => depot_id === phone.user.depot_id || chance.happens(0.05)));

const validate: Task = async (run, phone) => {
  const { chance } = run;
  const delivery = deliveryOf(run, phone);
  const qr_scanned = chance.happens(0.95) ? delivery.qr_payload : `MCG1.${delivery.id}.forged.no`;
  const lines = delivery.lines.map(({ product_id, quantity }) => ({
    product_id,
    delivered: chance.between(0, quantity),
  }));
  const cash_collected = (lines[0]?.delivered ?? 0) * 1_000;
  const cheque = { bank: 'BNA', number: String(chance.below(10_000)), amount: chance.between(1, 9_000) };
  const details = {
    ...{ qr_scanned, cash_collected },
    ...(chance.happens(0.3) ? { lines } : {}),
    ...(chance.happens(0.2) ? { cheque } : {}),
  };
  await phone.act(async (store, newId, keep) => {
    const event_id = newId();
    const pictures = await pictured(run, keep, event_id);
    await store.validateDelivery({ event_id, delivery_id: delivery.id, details: { ...details, ...pictures } });
  });
};

/** As large as one piece and a half: a cut costs the half. */
const LARGE_PHOTO_BYTES = 1.5 * LIMITS.blobPieceBytes;

/** Some take photos at the door, some have it signed; the same shop front may be photographed by two. */
async function pictured(
  { chance }: Run,
  keep: KeepPhoto,
  what: string,
): Promise<{ photo_blobs?: string[]; signature_blob?: string }> {
  const photo = () => {
    const size = chance.happens(0.1) ? LARGE_PHOTO_BYTES : chance.between(1, 2_000);
    return keep(Buffer.alloc(size, chance.happens(0.1) ? 'the same shop front' : `photo of ${what}`));
  };
  if (chance.happens(0.4)) return {};
  if (chance.happens(0.3)) return { signature_blob: await keep(Buffer.from(`signature of ${what}`)) };
  return { photo_blobs: [await photo()] };
}

const fail: Task = async (run, phone) => {
  const delivery_id = deliveryOf(run, phone).id;
  await phone.act(async (store, newId, keep) => {
    const event_id = newId();
    const { photo_blobs } = await pictured(run, keep, event_id);
    const details = { reason: 'ABSENT' as const, ...(photo_blobs ? { photo_blobs } : {}) };
    await store.failDelivery({ event_id, delivery_id, details });
  });
};

const invoice: Task = async ({ chance, fixture }, phone) => {
  const known = chance.pick(fixture.clients.filter(({ depot_ids }) => depot_ids.includes(phone.user.depot_id)));
  const isNew = phone.user.role === 'seller' && chance.happens(0.4);
  const lines = fixture.products
    .filter(() => chance.happens(0.6))
    .map(
      ({ id, price_ht, tva_rate }): PricedLine => ({
        product_id: id,
        quantity: chance.between(1, 9),
        unit_price_ht: price_ht,
        tva_rate,
      }),
    );
  const handed_over = chance.happens(0.5);
  await phone.act((store, newId) =>
    store.issueInvoice({
      id: newId(),
      client_id: isNew ? newId() : known.id,
      client_name: known.name,
      new_client: isNew ? { name: `Client de ${phone.name}` } : null,
      lines,
      payment: chance.pick(['CASH', 'CREDIT'] as const),
      handed_over,
    }),
  );
};

/** The seller gives a shop another name, each time one that there never was. */
const rename: Task = async ({ chance, fixture, phones, scheduler }) => {
  const seller = phones.find(({ user }) => user.role === 'seller');
  if (!seller) return;
  const client = chance.pick(fixture.clients.filter(({ depot_ids }) => depot_ids.includes(seller.user.depot_id)));
  const name = `Boutique ${scheduler.now} ${chance.below(1_000_000)}`;
  await seller.say({ entity_type: 'CLIENT', entity_id: client.id, action: 'CLIENT_UPDATED', payload: { name } });
};

/** What today's screens do not say: an audit entry, a changed client, forbidden, malformed or another version's events. */
const sayOddly: Task = async ({ chance, fixture }, phone) => {
  const client = chance.pick(fixture.clients);
  const unborn = '00000000-0000-7000-8000-000000000000';
  const line = { product_id: 1, quantity: 1, unit_price_ht: 1_000, tva_rate: 9 };
  const totals = { total_ht: 1, total_tva: 1, stamp_duty: 0, total_ttc: 2 };
  await phone.say(
    chance.pick([
      { entity_type: 'AUDIT', entity_id: 'app', action: 'APP_OPENED', payload: {} },
      {
        entity_type: 'CLIENT',
        entity_id: client.id,
        action: 'CLIENT_UPDATED',
        payload: { mobile: String(chance.below(1_000)) },
      },
      { entity_type: 'STOCK', entity_id: '1', action: 'STOCK_ADJUSTED', payload: { quantity: 99 } },
      { entity_type: 'DELIVERY', entity_id: client.id, action: 'DELIVERY_FAILED', payload: { reason: 'BORED' } },
      { entity_type: 'CLIENT', entity_id: client.id, action: 'CLIENT_UPDATED', payload: { nickname: 'x' }, v: 3 },
      { entity_type: 'CLIENT', entity_id: client.id, action: 'CLIENT_UPDATED', payload: { phone: '021' }, v: 2 },
      {
        entity_type: 'CLIENT',
        entity_id: client.id,
        action: 'CLIENT_UPDATED',
        payload: { address: 'rue', old_app: true, '\u00e9': 1 },
      },
      {
        entity_type: 'INVOICE',
        entity_id: fixture.lots[0]?.id ?? '',
        action: 'INVOICE_CREATED',
        payload: { client_id: unborn, lines: [line], payment: 'CASH', ...totals },
      },
      { entity_type: 'AUDIT', entity_id: 'app', action: 'NOTE', payload: { text: 'x'.repeat(70_000) } },
    ]),
  );
};

const read: Task = async ({ chance }, phone) => {
  await phone.act(async (store) => {
    // What can be offered again is not put away.
    const items = store.inbox().filter(({ can_retry }) => !can_retry);
    if (items.length > 0 && chance.happens(0.5)) store.dismiss(chance.pick(items).event_id);
  });
};

/** Who is asked to sign in does so where the server is in reach. */
const signInAgain: Task = async ({ server, network }, phone) => {
  const isInReach = server.isUp && phone.nodes.some((node) => node === 'server' || network.isOpen(node, 'server'));
  if (isInReach && phone.wantsSignIn) await phone.signInAgain(server.fixture);
};

type Weighted = readonly (readonly [number, Task])[];

const EVERYBODY: Weighted = [
  [10, validate],
  [2, fail],
  [4, invoice],
  [3, sayOddly],
  [3, rename],
  [1, read],
  [2, (_run, phone) => phone.look()],
  [2, signInAgain],
  [1, noteSteps],
];
const DRIVERS: Weighted = [
  [3, collect],
  [1, skip],
  [6, confirm],
];
const CREW: Weighted = [
  [5, load],
  [5, count],
];
const BY_ROLE: Partial<Record<Role, Weighted>> = { driver: DRIVERS, seller: [[3, collect]], warehouse: CREW };

/** The vans are back: what came home is counted, and its driver signs it. */
export async function endOfShift(run: Run): Promise<void> {
  const { phones, scheduler, chance } = run;
  const ofRole = (role: Role) => phones.filter(({ user }) => user.role === role);
  for (const phone of ofRole('warehouse')) await scheduler.begin(() => count(run, phone));
  await scheduler.runUntil(scheduler.now + chance.between(200, 15_000));
  for (const phone of ofRole('driver')) await scheduler.begin(() => confirm(run, phone));
}

/** Somebody does something, now and then what is another's to do. */
export async function somebodyActs(run: Run): Promise<void> {
  const phone = run.chance.pick(run.phones);
  const own = run.chance.happens(0.1) ? [...DRIVERS, ...CREW] : (BY_ROLE[phone.user.role] ?? []);
  const task = run.weighted([...EVERYBODY, ...own]);
  await run.scheduler.begin(() => task(run, phone));
}
