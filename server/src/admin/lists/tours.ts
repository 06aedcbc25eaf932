import { LIST_FILTERS } from '#shared/contract/hq/list-queries.ts';
import type { TourRow } from '#shared/domain/tour/settle-tours.ts';
import * as columns from '../../store/columns.ts';
import { readTours } from '../../store/sync/read-tours.ts';
import type { Listing } from './listing.ts';

const BY_DRIVER_AND_DAY = /^[1-9]\d{0,8}\.[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const TOURS = `SELECT ${columns.TOUR}
  FROM (SELECT * FROM tours t WHERE ($1::text IS NULL
      OR (t.driver_user_id = split_part($1, '.', 1)::integer AND t.day = split_part($1, '.', 2)::date))
    AND ($2::integer IS NULL OR t.depot_id = $2)
    AND ($7::date IS NULL OR t.day = $7) AND ($8::integer IS NULL OR t.driver_user_id = $8)
    AND ($10::date IS NULL OR t.day >= $10) AND ($11::date IS NULL OR t.day <= $11)`;
const TOURS_FOUND = `AS t LEFT JOIN users u ON u.id = t.driver_user_id
  WHERE ($3::text[] IS NULL OR folded(u.name) LIKE ALL ($3)) AND ($9::text IS NULL OR t.state = $9)`;
const TOURS_DOWN = {
  by: ['day', 'driver_user_id'],
  place: 'day, driver_user_id',
  sql: `${TOURS}
      AND ($5::date IS NULL OR (t.day, t.driver_user_id) < ($5::date, $6::integer)) ORDER BY t.day DESC, t.driver_user_id DESC LIMIT $12) ${TOURS_FOUND}
      ORDER BY t.day DESC, t.driver_user_id DESC LIMIT $4`,
};
const TOURS_UP = {
  by: ['day', 'driver_user_id'],
  place: 'day, driver_user_id',
  sql: `${TOURS}
      AND ($5::date IS NULL OR (t.day, t.driver_user_id) > ($5::date, $6::integer)) ORDER BY t.day, t.driver_user_id LIMIT $12) ${TOURS_FOUND}
      ORDER BY t.day, t.driver_user_id LIMIT $4`,
};

/** The newest day first. `/:id` is `<driver_user_id>.<day>`, as in the changes. */
export const tours: Listing = {
  id: BY_DRIVER_AND_DAY,
  filters: LIST_FILTERS.tours,
  complete: (db, rows, actor) => readTours(db, rows as unknown as TourRow[], { forAdmin: actor.role === 'admin' }),
  sifts: ['q', 'state'],
  own: TOURS_DOWN,
  sorts: { day: TOURS_UP, '-day': TOURS_DOWN },
};
