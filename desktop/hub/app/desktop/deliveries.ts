import type { DesktopDeliveries, DesktopDelivery, DesktopDeliveryDetail } from '#shared/contract/desktop/delivery.ts';
import type { Client, Delivery, Product } from '#shared/contract/entities.ts';
import type { HubDatabase } from '../../store/hub-database.ts';
import { deliveryRecords } from './delivery-records.ts';

interface Row {
  body: string;
  driver_name: string | null;
  handed_in: DesktopDelivery['handed_in'];
}

/** A delivery's driver by name, and the newest of what was handed in here about it and waits for HQ. */
const SHOWN = `SELECT d.body, u.body ->> 'name' AS driver_name,
    (SELECT q.body ->> 'action' FROM relay_queue q
     WHERE q.delivery_id = d.key AND q.state = 0
       AND q.body ->> 'action' IN ('DELIVERY_VALIDATED', 'DELIVERY_FAILED')
     ORDER BY q.id DESC LIMIT 1) AS handed_in
  FROM entities d LEFT JOIN entities u ON u.kind = 'users' AND u.key = printf('%010d', d.user_id)`;

const shown = ({ body, ...known }: Row): DesktopDelivery => ({ ...(JSON.parse(body) as Delivery), ...known });

/** What a day's list holds: what is planned for it, and in today's what is open of the days before. */
const LISTED = `(d.day = @day OR (@day = @today AND d.day < @day AND d.body ->> 'status' IN ('PENDING', 'FAILED')))`;

interface Listed {
  day: string;
  today: string;
}

const parse = <T>({ body }: { body: string }): T => JSON.parse(body) as T;

/** The deliveries of a day with their codes, the oldest first: this is where delivery notes are printed. */
export function deliveriesReader(
  database: HubDatabase,
): (listed: Listed) => Omit<DesktopDeliveries, 'company' | 'depot'> {
  const deliveries = database.prepare<[Listed], Row>(`${SHOWN} WHERE ${LISTED} ORDER BY d.day, d.body ->> 'reference'`);
  const products = database.prepare<[Listed], { body: string }>(
    `SELECT body FROM entities WHERE kind = 'products' AND key IN (SELECT DISTINCT printf('%010d', line.value ->> 'product_id')
       FROM entities d, json_each(d.body, '$.lines') AS line WHERE ${LISTED})`,
  );
  const clients = database.prepare<[Listed], { body: string }>(
    `SELECT body FROM entities WHERE kind = 'clients'
       AND key IN (SELECT d.body ->> 'client_id' FROM entities d WHERE ${LISTED})`,
  );
  return (listed) => ({
    day: listed.day,
    items: deliveries.all(listed).map(shown),
    products: products.all(listed).map((row) => parse<Product>(row)),
    clients: clients.all(listed).map((row) => parse<Client>(row)),
  });
}

/** One delivery, and what was recorded about it; null where this depot has no such delivery. */
export function deliveryReader(database: HubDatabase): (id: string, aheadMs: number) => DesktopDeliveryDetail | null {
  const one = database.prepare<[string], Row>(`${SHOWN} WHERE d.kind = 'deliveries' AND d.key = ?`);
  const products = database.prepare<[string], { body: string }>(
    `SELECT body FROM entities WHERE kind = 'products'
       AND key IN (SELECT printf('%010d', value ->> 'product_id') FROM json_each(?, '$.lines'))`,
  );
  const entity = database.prepare<[string, string], { body: string }>(
    'SELECT body FROM entities WHERE kind = ? AND key = ?',
  );
  const recordsOf = deliveryRecords(database);
  return (id, aheadMs) => {
    const row = one.get(id);
    if (row === undefined) return null;
    const delivery = shown(row);
    const client = entity.get('clients', delivery.client_id);
    const validator = entity.get('users', String(delivery.validated_by ?? '').padStart(10, '0'));
    return {
      delivery,
      validated_by_name: validator === undefined ? null : parse<{ name: string }>(validator).name,
      products: products.all(row.body).map((found) => parse<Product>(found)),
      client: client === undefined ? null : parse<Client>(client),
      records: recordsOf(id, aheadMs),
    };
  };
}
