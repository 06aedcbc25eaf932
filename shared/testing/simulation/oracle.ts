import { ask } from './ask.ts';
import type { Fixture } from './fixture.ts';
import { balanceFaults } from './judge-balances.ts';
import { replicaFaults } from './judge-replicas.ts';
import { tourFaults } from './judge-tours.ts';
import { idsIn, type Ledger, type Made, RELAYED } from './ledger.ts';
import { photosOn, type TakenPhoto, UNFORWARDED_PHOTOS, UNSENT_PHOTOS } from './photo-ledger.ts';
import type { DayEnd, Held, HeldEvent } from './server-fixture.ts';
import type { SimHub } from './sim-hub.ts';
import type { SimPhone } from './sim-phone.ts';

/** What a run came to. */
export interface Sums {
  acked: number;
  applied: number;
  rejected: number;
  quarantined: number;
  waiting: number;
  /** Photos of events that the server has. */
  photos: number;
  /** Tours that are settled. */
  settled: number;
  /** Events and photos. */
  lost: number;
  duplicated: number;
}

export const NO_SUMS: Sums = {
  acked: 0,
  applied: 0,
  rejected: 0,
  quarantined: 0,
  waiting: 0,
  photos: 0,
  settled: 0,
  lost: 0,
  duplicated: 0,
};

interface Case {
  ledger: Ledger;
  fixture: Fixture;
  held: Held;
  dayEnd: DayEnd;
  /** Each photo at the server, and the hash of what really lies there. */
  photos: Map<string, string>;
  phones: SimPhone[];
  hubs: SimHub[];
  isServerRestored: boolean;
}

/** The end of a run, judged by the events' own words: faults go into the ledger. Shares no code with the product. */
export function judge(inCase: Case): Sums {
  const { ledger, held } = inCase;
  const ends = new Map(held.events.map((event) => [event.id, event]));
  const lost = judgeCustody(inCase, ends) + judgePhotos(inCase, ends);
  const duplicated = judgeOnce(inCase, ends);
  judgeWaiting(inCase, ends);
  judgeStock(inCase, ends);
  judgeInvoices(inCase, ends);
  const paid = appliedOf(ends, 'PAYMENT_COLLECTED');
  const validated = appliedOf(ends, 'DELIVERY_VALIDATED');
  for (const fault of balanceFaults(held, { validated, paid })) ledger.fault(fault);
  judgeTours(inCase);
  judgeSteps(inCase, ends);
  judgeNames(inCase, ends);
  judgeWhatPhonesSay(inCase, ends);
  for (const fault of replicaFaults(inCase)) ledger.fault(fault);
  const count = (status: HeldEvent['status']) => held.events.filter((event) => event.status === status).length;
  return {
    acked: ledger.acked.size,
    applied: count('APPLIED'),
    rejected: count('REJECTED'),
    quarantined: count('QUARANTINED'),
    waiting: count('WAITING'),
    photos: inCase.photos.size,
    settled: inCase.dayEnd.tours.filter(({ state }) => state === 'SETTLED').length,
    lost,
    duplicated,
  };
}

/** Every event ever made has reached the server, or lies with a revoked device, or was refused to its own device's face. */
function judgeCustody({ ledger, held, phones, hubs }: Case, ends: Map<string, HeldEvent>): number {
  // What its phone lost with its disk, and the server could not take, lies at a hub for a person to look at.
  const setAside = new Set(hubs.flatMap(({ database }) => idsIn(database, `${RELAYED} WHERE state = 2`)));
  const isAccountedFor = (event: Made): boolean => {
    if (ends.has(event.id) || ledger.refused.has(event.id) || ledger.burnt.has(event.id)) return true;
    const isHere = stillThere(phones, event);
    return isHere ? held.revoked.includes(event.device_id) : setAside.has(event.id);
  };
  const lost = [...ledger.made.values()].filter((event) => !isAccountedFor(event));
  for (const { id, action, phone, seq } of lost) ledger.fault(`lost: ${id} (${action}, ${phone} ${seq})`);
  judgeQueues({ ledger, held, phones, hubs });
  return lost.length;
}

/**
 * Every photo that an event at the server names is there too and is what its name says, or burnt, or lies on a revoked
 * phone.
 */
function judgePhotos({ ledger, held, photos, phones, hubs }: Case, ends: Map<string, HeldEvent>): number {
  const isKept = ({ name, phone, device_id }: TakenPhoto): boolean =>
    held.revoked.includes(device_id) && phones.some((one) => one.name === phone && photosOn(one).includes(name));
  const lost = ledger.photos.taken.filter(
    (photo) =>
      ends.has(photo.event_id) && !photos.has(photo.name) && !ledger.photos.burnt.has(photo.name) && !isKept(photo),
  );
  for (const { name, phone } of lost) ledger.fault(`lost: the photo ${name} (${phone})`);
  for (const [name, real] of photos) if (real !== name) ledger.fault(`the photo ${name} is really ${real}`);
  for (const phone of phones) {
    if (held.revoked.includes(phone.device.id)) continue;
    for (const name of idsIn(phone.database, UNSENT_PHOTOS)) ledger.fault(`${phone.name} never got rid of ${name}`);
  }
  for (const hub of hubs) {
    for (const name of idsIn(hub.database, UNFORWARDED_PHOTOS)) ledger.fault(`${hub.name} never got rid of ${name}`);
  }
  return lost.length;
}

/** Nobody still carries what has reached the server. */
function judgeQueues({ ledger, held, phones, hubs }: Pick<Case, 'ledger' | 'held' | 'phones' | 'hubs'>): void {
  for (const phone of phones) {
    if (held.revoked.includes(phone.device.id)) continue;
    const open = ask<{ id: string }>(
      phone.database,
      `SELECT id FROM sync_queue WHERE id NOT IN (SELECT event_id FROM sync_offers WHERE outcome = 'refused_by_server')
         AND device_id NOT IN (SELECT value FROM json_each(?))`,
      JSON.stringify(held.revoked),
    );
    for (const { id } of open) ledger.fault(`${phone.name} never got rid of ${id}`);
    const asks = idsIn(phone.database, `SELECT value FROM sync_meta WHERE key = 'put_back'`);
    if (asks.length > 0) ledger.fault(`${phone.name} was put back, and never became another device`);
  }
  for (const hub of hubs) {
    const waiting = idsIn(hub.database, `${RELAYED} WHERE state = 0`).length;
    if (waiting > 0) ledger.fault(`${hub.name} never got rid of ${waiting} events`);
  }
}

const stillThere = (phones: SimPhone[], event: Made): boolean =>
  phones.some(
    // What it archived is offered once more by a phone that erases itself, which the simulator does not drive.
    ({ name, database }) =>
      name === event.phone &&
      idsIn(database, 'SELECT id FROM sync_queue UNION SELECT id FROM sync_archive').includes(event.id),
  );

/** No effect twice: one word of each event's success, one winner a delivery, and winners as the deliveries say. */
function judgeOnce({ ledger, held }: Case, ends: Map<string, HeldEvent>): number {
  let duplicated = 0;
  const twice = (text: string) => {
    duplicated += 1;
    ledger.fault(text);
  };
  const said = new Set<string>();
  for (const id of held.saidApplied) {
    if (said.has(id)) twice(`applied twice: ${id}`);
    said.add(id);
    if (ends.get(id)?.status !== 'APPLIED') ledger.fault(`said to be applied, and is not: ${id}`);
  }
  const winners = new Map<string, number>();
  for (const event of appliedOf(ends, 'DELIVERY_VALIDATED'))
    winners.set(event.entity_id, (winners.get(event.entity_id) ?? 0) + 1);
  for (const { id, status } of held.deliveries) {
    const count = winners.get(id) ?? 0;
    if (count > 1) twice(`${count} winners of delivery ${id}`);
    const isDone = status === 'VALIDATED' || status === 'PARTIAL';
    if (isDone !== (count === 1) && count < 2) ledger.fault(`delivery ${id} is ${status} with ${count} winners`);
  }
  return duplicated;
}

/** The newest version of what a device may say that this server reads; of all else it is the first. */
const NEWEST: Record<string, number> = { CLIENT_UPDATED: 2 };

/** Nothing waits whose entity is there. */
function judgeWaiting({ ledger, held }: Case, ends: Map<string, HeldEvent>): void {
  const clients = new Set(held.clients.map(({ id }) => id));
  const deliveries = new Set(held.deliveries.map(({ id }) => id));
  const isThere = ({ action, entity_id, payload }: Made): boolean => {
    if (action === 'CORRECTION_REQUESTED') return ends.has(String(payload.corrects));
    if (action === 'TOUR_CONFIRMED') return ends.has(String(payload.confirms));
    if (action === 'PAYMENT_COLLECTED') return clients.has(String(payload.client_id));
    if (action.startsWith('CLIENT_')) return clients.has(entity_id);
    if (action.startsWith('DELIVERY_')) return deliveries.has(entity_id);
    const { client_id, delivery_id } = payload as { client_id?: string; delivery_id?: string };
    return clients.has(String(client_id)) && (delivery_id === undefined || deliveries.has(delivery_id));
  };
  for (const { id, status, body } of ends.values()) {
    if (status !== 'WAITING') continue;
    const event = JSON.parse(body) as Made & { v: number };
    if (event.v <= (NEWEST[event.action] ?? 1) && isThere(event)) {
      ledger.fault(`${id} (${event.action}) waits for what is there`);
    }
  }
}

const appliedOf = (ends: Map<string, HeldEvent>, action: string): Made[] =>
  appliedIn({ events: [...ends.values()] }, action);

/** The events of an action that the server has applied. */
export function appliedIn({ events }: Pick<Held, 'events'>, action: string): Made[] {
  const applied = events.filter(({ status }) => status === 'APPLIED').map(({ body }) => JSON.parse(body) as Made);
  return applied.filter((event) => event.action === action);
}

type Goods = { product_id: number; quantity: number }[];

/** Stock = what was there − what the applied events say was handed over. */
function judgeStock({ ledger, fixture, held }: Case, ends: Map<string, HeldEvent>): void {
  const expected = new Sum();
  for (const lot of fixture.lots) expected.add(lot.depot_id, lot.product_id, lot.remaining_quantity);
  takeDelivered(expected, held, ends);
  takeHandedOver(expected, fixture, ends);
  const lots = new Sum();
  for (const { depot_id, product_id, remaining } of held.lots) lots.add(depot_id, product_id, remaining);
  for (const { depot_id, product_id, quantity } of held.stock) {
    const [want, inLots] = [expected.of(depot_id, product_id), lots.of(depot_id, product_id)];
    const what = `of product ${product_id} in depot ${depot_id}`;
    if (quantity !== want) ledger.fault(`the stock ${what} is ${quantity}, and should be ${want}`);
    if (inLots !== want) ledger.fault(`the lots ${what} hold ${inLots}, and should hold ${want}`);
  }
}

class Sum {
  readonly #of = new Map<string, number>();
  add(depot: number, product: number, quantity: number): void {
    this.#of.set(`${depot}:${product}`, this.of(depot, product) + quantity);
  }
  of(depot: number, product: number): number {
    return this.#of.get(`${depot}:${product}`) ?? 0;
  }
}

function takeDelivered(sum: Sum, held: Held, ends: Map<string, HeldEvent>): void {
  const orderOf = new Map(held.deliveries.map((delivery) => [delivery.id, delivery]));
  for (const { entity_id, payload } of appliedOf(ends, 'DELIVERY_VALIDATED')) {
    const order = orderOf.get(entity_id);
    const said = payload.lines as { product_id: number; delivered: number }[] | undefined;
    const goods = said?.map(({ product_id, delivered }) => ({ product_id, quantity: delivered })) ?? order?.lines ?? [];
    for (const { product_id, quantity } of goods) sum.add(order?.depot_id ?? 0, product_id, -quantity);
  }
}

function takeHandedOver(sum: Sum, fixture: Fixture, ends: Map<string, HeldEvent>): void {
  const vanSales = appliedOf(ends, 'INVOICE_CREATED').filter(({ payload }) => payload.handed_over === true);
  for (const { user_id, payload } of vanSales) {
    const depot = fixture.users.find(({ id }) => id === user_id)?.depot_id ?? 0;
    for (const { product_id, quantity } of payload.lines as Goods) sum.add(depot, product_id, -quantity);
  }
}

/** Each tour is where its events have brought it, and a settled one is right to the centime. */
function judgeTours({ ledger, fixture, held, dayEnd, phones, isServerRestored }: Case): void {
  const made = [...ledger.made.values()];
  const refusedOf = (device: string) =>
    made.filter(({ id, device_id }) => device_id === device && ledger.refused.has(id)).map(({ seq }) => seq);
  const isExact = (driver: number) =>
    !isServerRestored &&
    phones.every(({ user, wasSet }) => user.id !== driver || !wasSet) &&
    made.every(({ id, user_id }) => user_id !== driver || ledger.times.isBounded(id));
  const { devices } = fixture;
  const inCase = { dayEnd, events: held.events, devices, revoked: held.revoked, refusedOf, isExact };
  for (const fault of tourFaults(inCase)) ledger.fault(fault);
}

/** HQ lists each step of an audit trail once. */
function judgeSteps({ ledger, dayEnd }: Case, ends: Map<string, HeldEvent>): void {
  const handedIn = appliedOf(ends, 'AUDIT_BATCH').flatMap(({ payload }) => payload.entries as { id: string }[]);
  const [listed, wanted] = [dayEnd.auditSteps, handedIn.map(({ id }) => id)].map((ids) => ids.sort().join(' '));
  if (listed !== wanted) ledger.fault(`HQ lists ${dayEnd.auditSteps.length} steps of ${handedIn.length}`);
}

/** In each depot the numbers run 1, 2, 3 …, one for each applied invoice. */
function judgeInvoices({ ledger, fixture, held }: Case, ends: Map<string, HeldEvent>): void {
  const made = appliedOf(ends, 'INVOICE_CREATED');
  for (const depot of fixture.depots) {
    const numbers = held.invoices
      .filter(({ depot_id }) => depot_id === depot.id)
      .map(({ reference }) => Number(reference.slice(-6)));
    numbers.sort((a, b) => a - b);
    if (numbers.some((number, index) => number !== index + 1))
      ledger.fault(`invoice numbers of ${depot.code}: ${numbers.join(' ')}`);
    const wanted = made.filter(
      ({ user_id }) => fixture.users.find(({ id }) => id === user_id)?.depot_id === depot.id,
    ).length;
    if (numbers.length !== wanted)
      ledger.fault(`${numbers.length} invoices of ${depot.code} for ${wanted} applied events`);
  }
}

/** Late messages and their way over a hub make times that are measured no more exact than this. */
const MEASURED_WITHIN_MS = 60_000;

/**
 * The newest name of each client stands, whatever hubs said of times: of those that were made on a phone whose clock was
 * never set, and that the server had spoken with before. A server that came back from a backup has forgotten with whom.
 */
function judgeNames({ ledger, held, phones, isServerRestored }: Case, ends: Map<string, HeldEvent>): void {
  if (isServerRestored) return;
  const wereSet = new Set(phones.filter(({ wasSet }) => wasSet).map(({ name }) => name));
  const names = appliedOf(ends, 'CLIENT_UPDATED').filter(({ payload }) => typeof payload.name === 'string');
  for (const client of held.clients) {
    const own = names.filter(({ entity_id }) => entity_id === client.id);
    const winner = own.find(({ payload }) => payload.name === client.name);
    const wonAt = winner ? ledger.times.madeAt(winner.id) : Number.NEGATIVE_INFINITY;
    for (const { id } of own) {
      const isJudged = ledger.times.isBounded(id) && !wereSet.has(ledger.made.get(id)?.phone ?? '');
      if (isJudged && ledger.times.madeAt(id) > wonAt + MEASURED_WITHIN_MS)
        ledger.fault(`client ${client.id} is called "${client.name}", and ${id} is newer`);
    }
  }
}

interface Said {
  id: string;
  outcome: string | null;
  status: string;
  told: string | null;
}

/** Every loser was told, and nobody was told that an applied event was refused. */
function judgeWhatPhonesSay({ ledger, held, phones }: Case, ends: Map<string, HeldEvent>): void {
  for (const phone of phones) {
    if (held.revoked.includes(phone.device.id)) continue;
    const rows = phone.database
      .prepare(
        `SELECT q.id, q.outcome, q.status, i.error_code AS told FROM (SELECT id, outcome, status FROM sync_queue
           UNION ALL SELECT id, outcome, 'ARCHIVED' FROM sync_archive) q LEFT JOIN inbox i ON i.event_id = q.id`,
      )
      .all() as Said[];
    for (const said of rows) {
      const wrong = wrongClaim(said, ends.get(said.id));
      if (wrong !== null) ledger.fault(`${phone.name} ${wrong}`);
    }
  }
}

function wrongClaim({ id, outcome, status, told }: Said, end: HeldEvent | undefined): string | null {
  switch (end?.status) {
    case 'REJECTED':
      return outcome === 'REJECTED' && told !== null ? null : `was never told of the end of ${id}: ${end.error_code}`;
    case 'APPLIED':
      return outcome === 'REJECTED' || status === 'FAILED' || told !== null
        ? `believes that ${id} was refused (${told}), and it was applied`
        : null;
    default:
      return null;
  }
}
