import { revokeDevice } from '#server/admin/devices.ts';
import { moveDelivery } from '#server/admin/move-deliveries.ts';
import { moveUser } from '#server/admin/move-users.ts';
import { testIds } from '../test-device.ts';
import { atHq } from './at-hq.ts';
import { type Company, pushBy, pushByHub } from './company.ts';
import { validation } from './events-said.ts';
import { planning } from './planning.ts';
import { type Scenario, storedOutcomes, unless } from './scenario.ts';

const moveAndPush: Scenario = {
  name: 'a user is moved, and his event',
  begin(company) {
    const [driver] = company.drivers;
    // Recorded by a clock that is ahead: what counts is when it came.
    const ahead = new Date(Date.now() + 3_600_000).toISOString();
    const event = validation(driver.phone, company, {}, { occurred_at: ahead });
    return {
      works: [
        pushBy(company, driver, driver.phone, [event]),
        atHq(company, (tx, deps) => moveUser(tx, deps, driver.id, { depot_id: company.otherDepotId })),
      ],
      async judge() {
        const { rows } = await company.ground.database.query<{ end: string; before: boolean }>(
          `SELECT coalesce(e.error_code, e.status) AS end, e.received_at < p.until AS before
           FROM events e, earlier_posts p WHERE e.id = $1 AND p.user_id = $2`,
          [event.id, driver.id],
        );
        const { end, before } = rows[0] ?? {};
        const wanted = before ? 'APPLIED' : 'FORBIDDEN_ACTION';
        return unless(end === wanted, `${end}, and it came ${before ? 'before' : 'behind'} the move`);
      },
    };
  },
};

const revokeAndPush: Scenario = {
  name: 'a device is revoked, and a hub brings its event',
  begin(company) {
    const [driver] = company.drivers;
    const event = validation(driver.phone, company);
    return {
      works: [
        pushByHub(company, [event]),
        atHq(company, (tx, deps) => revokeDevice(tx, deps, driver.phone.id, 'lost')),
      ],
      async judge() {
        const [end] = await storedOutcomes(company, [event.id]);
        const { rows } = await company.ground.database.query<{ action: string }>(
          `SELECT body::json ->> 'action' AS action FROM numbered_changes
           WHERE first_pos > $1 AND body::json ->> 'action' IN ('EVENT_APPLIED', 'EVENT_QUARANTINED', 'DEVICE_REVOKED') ORDER BY pos`,
          [company.head],
        );
        const said = rows.map(({ action }) => action).join();
        const ways = ['EVENT_APPLIED,DEVICE_REVOKED', 'DEVICE_REVOKED,EVENT_QUARANTINED'];
        return unless(ways.includes(said), `${end}, and HQ says ${said}`);
      },
    };
  },
};

/** Whoever is moved away is not planned for any more, and keeps what he was planned for before. */
const planAndMove: Scenario = {
  name: 'a delivery is planned for a driver who is moved',
  begin(company) {
    const [driver] = company.drivers;
    const id = testIds.uuid();
    return {
      works: [
        planning(company, id),
        atHq(company, (tx, deps) => moveUser(tx, deps, driver.id, { depot_id: company.otherDepotId })),
      ],
      judge: () => plannedBehindMove(company, id, 'DELIVERY_ASSIGNED'),
    };
  },
};

const assignAndMove: Scenario = {
  name: 'a delivery is given to a driver who is moved',
  begin(company) {
    const [, driver] = company.drivers;
    const { id } = company.delivery;
    return {
      works: [
        atHq(company, (tx, deps) => moveDelivery(tx, deps, id, { driver_user_id: driver.id })),
        atHq(company, (tx, deps) => moveUser(tx, deps, driver.id, { depot_id: company.otherDepotId })),
      ],
      judge: () => plannedBehindMove(company, id, 'DELIVERY_UPDATED'),
    };
  },
};

/** Whoever joins a crew hears of it, or finds it in the snapshot that he has to take. */
const planAndJoin: Scenario = {
  name: 'a delivery is planned, and somebody joins the crew that is told',
  begin(company) {
    const [seller] = company.sellers;
    const id = testIds.uuid();
    const post = { depot_id: company.depotId, role: 'warehouse' } as const;
    return {
      works: [planning(company, id), atHq(company, (tx, deps) => moveUser(tx, deps, seller.id, post))],
      async judge() {
        const { rows } = await company.ground.database.query<{ is_told: boolean; is_in_snapshot: boolean }>(
          `SELECT (c.body::jsonb #> '{audience,users}') @> to_jsonb(u.id) AS is_told, c.pos <= u.scope_from AS is_in_snapshot
           FROM numbered_changes c, users u
           WHERE c.first_pos > $3 AND u.id = $2 AND c.body::json ->> 'entity_id' = $1
             AND c.body::json ->> 'action' = 'DELIVERY_ASSIGNED'`,
          [id, seller.id, company.head],
        );
        const [row] = rows;
        return unless(row?.is_told || row?.is_in_snapshot === true, 'somebody who joined the crew does not hear of it');
      },
    };
  },
};

async function plannedBehindMove({ ground, head }: Company, id: string, action: string): Promise<string[]> {
  const { rows } = await ground.database.query<{ planned: number | null; moved: number | null }>(
    `SELECT max(pos) FILTER (WHERE body::json ->> 'entity_id' = $2 AND body::json ->> 'action' = $3) AS planned,
            max(pos) FILTER (WHERE body::json ->> 'action' = 'USER_UPSERTED') AS moved FROM numbered_changes WHERE first_pos > $1`,
    [head, id, action],
  );
  const { planned = null, moved = null } = rows[0] ?? {};
  return unless(planned === null || moved === null || planned < moved, 'it was planned for somebody of another depot');
}

export const PAIRS_OF_PEOPLE: Scenario[] = [moveAndPush, revokeAndPush, planAndMove, assignAndMove, planAndJoin];
