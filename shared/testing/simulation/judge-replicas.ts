import type { DayEnd, Held } from './server-fixture.ts';
import type { SimHub } from './sim-hub.ts';
import type { SimPhone } from './sim-phone.ts';

interface Copies {
  held: Held;
  dayEnd: DayEnd;
  phones: SimPhone[];
  hubs: SimHub[];
}

/** What one copy of a scope shows of a kind, and what HQ has of it, a line a row. */
interface Compared {
  who: string;
  what: string;
  have: string[];
  want: string[];
}

/** No gap in what anybody was told: each copy of a scope is the scope. */
export function replicaFaults({ held, dayEnd, phones, hubs }: Copies): string[] {
  const read = phones.filter(({ device }) => !held.revoked.includes(device.id));
  const compared = [
    ...hubs.flatMap((hub) => [...hubScope(hub, held), ...(dayEnd.isTold ? hubPapers(hub, dayEnd) : [])]),
    ...read.flatMap((phone) => [...phoneScope(phone, held), ...crewScope(phone, held)]),
  ];
  return [...compared.flatMap(difference), ...read.flatMap((phone) => inventedInvoices(phone, held))];
}

function difference({ who, what, have, want }: Compared): string[] {
  const [a, b] = [have.sort().join('\n'), want.sort().join('\n')];
  return a === b ? [] : [`${who} shows other ${what} than HQ:\n${a}\n—\n${b}`];
}

const rowsOf = ({ database }: SimHub | SimPhone, sql: string): string[] =>
  database.prepare(sql).pluck().all() as string[];

function hubScope(hub: SimHub, held: Held): Compared[] {
  const depot = hub.place.depot_id;
  const who = hub.name;
  const kind = (name: string, shown: string) => rowsOf(hub, `SELECT ${shown} FROM entities WHERE kind = '${name}'`);
  return [
    {
      ...{ who, what: 'deliveries', have: kind('deliveries', `body ->> 'id' || ' ' || (body ->> 'status')`) },
      want: held.deliveries.filter(({ depot_id }) => depot_id === depot).map(({ id, status }) => `${id} ${status}`),
    },
    {
      ...{ who, what: 'stock', want: stockOf(held, depot) },
      have: kind('stock_levels', `body ->> 'product_id' || ' ' || (body ->> 'quantity')`),
    },
    {
      ...{ who, what: 'lots', want: lotsOf(held, depot) },
      have: kind('lots', `body ->> 'product_id' || ' ' || (body ->> 'remaining_quantity')`),
    },
    {
      ...{ who, what: 'clients', want: clientsOf(held, depot) },
      have: kind(
        'clients',
        `body ->> 'id' || ' ' || (body ->> 'name') || coalesce(body ->> 'phone', '') || ' ' || (body ->> 'balance')`,
      ),
    },
  ];
}

function hubPapers(hub: SimHub, { tours, payments }: DayEnd): Compared[] {
  const depot = hub.place.depot_id;
  const who = hub.name;
  return [
    {
      ...{ who, what: 'tours' },
      have: rowsOf(hub, `SELECT key || ' ' || (body ->> 'state') FROM entities WHERE kind = 'tours'`),
      want: tours
        .filter(({ depot_id }) => depot_id === depot)
        .map(({ driver_user_id, day, state }) => `${driver_user_id}.${day} ${state}`),
    },
    {
      ...{ who, what: 'payments', have: rowsOf(hub, `SELECT key FROM entities WHERE kind = 'payments'`) },
      want: payments.filter(({ depot_id }) => depot_id === depot).map(({ id }) => id),
    },
  ];
}

function phoneScope(phone: SimPhone, held: Held): Compared[] {
  const depot = phone.user.depot_id;
  const who = phone.name;
  return [
    {
      ...{ who, what: 'deliveries', have: rowsOf(phone, `SELECT id || ' ' || status FROM cache_deliveries_pending`) },
      want: held.deliveries
        .filter(({ driver_user_id }) => driver_user_id === phone.user.id)
        .map(({ id, status }) => `${id} ${status}`),
    },
    {
      ...{ who, what: 'stock', want: stockOf(held, depot) },
      have: rowsOf(phone, `SELECT product_id || ' ' || quantity FROM cache_stock_levels WHERE depot_id = ${depot}`),
    },
    {
      ...{ who, what: 'clients', want: clientsOf(held, depot) },
      have: rowsOf(
        phone,
        `SELECT id || ' ' || name || coalesce(phone, '') || ' ' || CAST(balance AS INTEGER)
         FROM plain_cache_clients WHERE is_local = 0`,
      ),
    },
  ];
}

/** What whoever loads the vans works with; nobody else's phone has any of it. */
function crewScope(phone: SimPhone, held: Held): Compared[] {
  const { depot_id: depot, role } = phone.user;
  const isCrew = role === 'warehouse';
  const pending = held.deliveries.filter(({ depot_id, status }) => depot_id === depot && status === 'PENDING');
  return [
    {
      ...{ who: phone.name, what: 'pending deliveries', have: rowsOf(phone, 'SELECT id FROM cache_depot_deliveries') },
      want: isCrew ? pending.map(({ id }) => id) : [],
    },
    {
      ...{ who: phone.name, what: 'lots', want: isCrew ? lotsOf(held, depot) : [] },
      have: rowsOf(phone, `SELECT product_id || ' ' || quantity FROM cache_lots`),
    },
  ];
}

function inventedInvoices(phone: SimPhone, held: Held): string[] {
  const real = new Set(held.invoices.map(({ id, reference }) => `${id} ${reference}`));
  return rowsOf(phone, `SELECT id || ' ' || reference FROM draft_invoices WHERE status = 'REFERENCED'`)
    .filter((named) => !real.has(named))
    .map((named) => `${phone.name} shows an invoice that HQ does not have: ${named}`);
}

const stockOf = (held: Held, depot: number): string[] =>
  held.stock
    .filter(({ depot_id }) => depot_id === depot)
    .map(({ product_id, quantity }) => `${product_id} ${quantity}`);

/** Those with goods. */
const lotsOf = (held: Held, depot: number): string[] =>
  held.lots
    .filter(({ depot_id, remaining }) => depot_id === depot && remaining > 0)
    .map(({ product_id, remaining }) => `${product_id} ${remaining}`);

const clientsOf = (held: Held, depot: number): string[] =>
  held.clients
    .filter(({ depot_ids }) => depot_ids.includes(depot))
    .map(({ id, name, phone, balance }) => `${id} ${name}${phone ?? ''} ${balance}`);
