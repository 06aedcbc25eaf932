import type { DesktopTours } from '#shared/contract/desktop/tours.ts';
import type { Product } from '#shared/contract/entities.ts';
import type { Tour } from '#shared/contract/tour.ts';
import type { HubDatabase } from '../../store/hub-database.ts';

/** The tours of a day, by driver, as the replica has them. */
export function toursReader(database: HubDatabase): (day: string) => Omit<DesktopTours, 'company' | 'depot'> {
  const tours = database.prepare<[string], { body: string; driver_name: string | null }>(
    `SELECT t.body, u.body ->> 'name' AS driver_name
     FROM entities t LEFT JOIN entities u ON u.kind = 'users' AND u.key = printf('%010d', t.user_id)
     WHERE t.kind = 'tours' AND t.body ->> 'day' = ? ORDER BY t.user_id`,
  );
  const products = database.prepare<[string], { body: string }>(
    `SELECT body FROM entities WHERE kind = 'products' AND key IN (SELECT printf('%010d', value) FROM json_each(?))
     ORDER BY key`,
  );
  return (day) => {
    const items = tours.all(day).map(({ body, driver_name }) => ({ ...(JSON.parse(body) as Tour), driver_name }));
    const named = [...new Set(items.flatMap(productsOf))];
    return { day, items, products: products.all(JSON.stringify(named)).map(({ body }) => JSON.parse(body) as Product) };
  };
}

const productsOf = ({ loaded, planned = [], counted, expected, differences }: Tour): number[] =>
  [loaded, planned, counted?.goods, expected?.goods, differences?.goods]
    .flatMap((goods) => goods ?? [])
    .map(({ product_id }) => product_id);
