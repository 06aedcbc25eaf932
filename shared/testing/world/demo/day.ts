import type { Delivery } from '#shared/contract/entities.ts';
import { systemClock } from '#shared/ports/clock.ts';
import type { PhoneStore } from '../../../../mobile-pwa/store/phone-store.ts';
import type { DraftInvoice } from '../../../../mobile-pwa/store/views.ts';
import { testIds } from '../../test-device.ts';
import { eventually, type World } from '../start-world.ts';
import { hireAndPlan, printedNotes } from './cast.ts';
import { type DemoPhone, openDemoPhone } from './demo-phone.ts';
import type { LiveTable } from './live-table.ts';

/** What happened, as the people of the story know it: the sums are drawn from this, not from the product. */
export interface Day {
  phones: DemoPhone[];
  /** Total stock of the depot before anything left. */
  stockBefore: number;
  /** Deliveries that somebody validated, with what was handed over by whoever comes first. */
  validated: Map<string, { quantity: number }>;
  /** Quantities handed over with van sales. */
  sold: number;
}

/** A blink between two actions, so that the table can be read. */
const BLINK_MS = 60;
const blink = () => systemClock.sleep(BLINK_MS);

export async function playDay(world: World, table: LiveTable): Promise<Day> {
  table.say('Le siège planifie les tournées, le dépôt imprime les bons');
  const cast = await hireAndPlan(world);
  const usernames = [...cast.drivers, ...cast.sellers, cast.clerk];
  const phones = await Promise.all(usernames.map((username) => openDemoPhone(world.hubUrl, username)));
  table.follow(phones);
  const notes = await eventually(
    () => printedNotes(world),
    (items) => items.length >= cast.drivers.length * 9,
    'notes',
  );
  const drivers = phones.slice(0, cast.drivers.length);
  const sellers = phones.slice(cast.drivers.length, -1);
  await eventually(
    () => drivers.every(({ phone, userId }) => tourOf(notes, userId).every(({ id }) => phone.store.delivery(id))),
    Boolean,
    'the tours reach the phones',
  );

  const day: Day = { phones, stockBefore: await stockOf(world), validated: new Map(), sold: 0 };
  table.say('Internet est coupé au dépôt ; les chauffeurs partent, sans réseau');
  world.wan.cut();
  for (const phone of phones) phone.goOffline();
  await drive(drivers, notes, day);
  table.say('Deux chauffeurs scannent le même bon : le premier au siège gagne');
  await race(drivers, notes, day);
  table.say('Les vendeurs facturent, chez des clients connus et nouveaux');
  await sell(sellers, day);

  table.say('Retour au dépôt : le hub prend tout, Internet est toujours coupé');
  for (const phone of shuffled(phones)) {
    phone.goOnline();
    await blink();
  }
  await eventually(
    () => phones.every(({ phone }) => phone.store.counts().device === 0),
    Boolean,
    'the hub has everything',
  );
  await systemClock.sleep(2_000);

  table.say('Internet est revenu : le siège décide, les téléphones l’apprennent');
  world.wan.reconnect();
  await eventually(
    () => phones.every(({ sql }) => sql.all('SELECT 1 FROM sync_queue').length === 0),
    Boolean,
    'every phone has purged its queue',
  );
  table.say('La journée est finie');
  return day;
}

const tourOf = (notes: Delivery[], userId: number): Delivery[] =>
  notes.filter(({ driver_user_id }) => driver_user_id === userId);

const ordered = (note: Delivery): number => note.lines.reduce((sum, { quantity }) => sum + quantity, 0);

/** Most stops go well; some clients refuse a part, and some doors stay shut. */
async function drive(drivers: DemoPhone[], notes: Delivery[], day: Day): Promise<void> {
  const tours = drivers.map((driver) => ({ driver, tour: tourOf(notes, driver.userId) }));
  for (let stop = 0; stop < 8; stop += 1) {
    for (const { driver, tour } of tours) {
      const note = tour[stop];
      if (!note) continue;
      if (stop === 5)
        await driver.phone.store.failDelivery({
          event_id: testIds.uuid(),
          delivery_id: note.id,
          details: { reason: 'ABSENT' },
        });
      else
        await validate(
          driver,
          note,
          day,
          stop === 3
            ? note.lines.map(({ product_id, quantity }) => ({ product_id, delivered: quantity - 1, returned: 1 }))
            : null,
        );
    }
    await blink();
  }
}

async function validate(
  driver: DemoPhone,
  note: Delivery,
  day: Day,
  lines: { product_id: number; delivered: number; returned: number }[] | null,
): Promise<void> {
  const details = { qr_scanned: note.qr_payload ?? '', ...(lines ? { lines } : {}) };
  await driver.phone.store.validateDelivery({ event_id: testIds.uuid(), delivery_id: note.id, details });
  const quantity = lines ? lines.reduce((sum, { delivered }) => sum + delivered, 0) : ordered(note);
  day.validated.set(note.id, { quantity });
}

/** Both scan the last note of the one's tour; both believe that they were first. */
async function race(drivers: DemoPhone[], notes: Delivery[], day: Day): Promise<void> {
  for (let i = 0; i + 1 < drivers.length; i += 2) {
    const [one, other] = [drivers[i], drivers[i + 1]] as [DemoPhone, DemoPhone];
    const note = tourOf(notes, one.userId)[8];
    if (!note) continue;
    await Promise.all([validate(one, note, day, null), validate(other, note, day, null)]);
    await blink();
  }
}

const INVOICES_A_SELLER = 6;

async function sell(sellers: DemoPhone[], day: Day): Promise<void> {
  for (let n = 0; n < INVOICES_A_SELLER; n += 1) {
    for (const { phone } of sellers) {
      const draft = nextInvoice(phone.store, n);
      await phone.store.issueInvoice(draft);
      if (draft.handed_over) day.sold += draft.lines.reduce((sum, { quantity }) => sum + Number(quantity), 0);
    }
    await blink();
  }
}

/** The third client of the day is a new one; every other sale is handed over on the spot. */
function nextInvoice(store: PhoneStore, n: number): DraftInvoice {
  const products = store.products();
  const lines = [0, 1].map((i) => {
    const { id, price_ht, tva_rate } = products[(n * 5 + i * 3) % products.length] as (typeof products)[0];
    return { product_id: id, quantity: 1 + n, unit_price_ht: price_ht, tva_rate };
  });
  const known = n === 2 ? undefined : store.clients()[n];
  const name = known?.name ?? 'Supérette Nouvelle';
  return {
    id: testIds.uuid(),
    client_id: known?.id ?? testIds.uuid(),
    client_name: name,
    new_client: known ? null : { name },
    lines,
    payment: n % 3 === 0 ? 'CASH' : 'CREDIT',
    handed_over: n % 2 === 0,
  };
}

export async function stockOf(world: World): Promise<number> {
  const { rows } = await world.database.query<{ sum: number }>(
    'SELECT sum(quantity) AS sum FROM stock_levels WHERE depot_id = $1',
    [world.hub.identity.depot.id],
  );
  return Number(rows[0]?.sum ?? 0);
}

function shuffled<T>(items: T[]): T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
