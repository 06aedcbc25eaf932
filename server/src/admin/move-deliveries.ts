import type { Static } from 'typebox';
import type { Delivery } from '#shared/contract/entities.ts';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { ToursMoved } from '#shared/contract/hq/answers.ts';
import type { DeliveryMove, TourMove } from '#shared/contract/hq/requests.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { isDay, isNearDay } from '#shared/domain/company-day.ts';
import { because } from '../http/because.ts';
import type { ServerDeps } from '../identity/deps.ts';
import { syncDeps } from '../identity/sync-deps.ts';
import { changeAtDepot } from '../store/build-change.ts';
import { appendChanges } from '../store/changes.ts';
import * as columns from '../store/columns.ts';
import type { Transaction } from '../store/database.ts';
import { planTours } from '../store/sync/review-tours.ts';
import { type Acted, changedBy, unchanged } from './acts/act.ts';

interface Target {
  driver_user_id?: number | undefined;
  planned_for?: string | undefined;
}

/** One delivery to another driver of its depot, or to another day: it leaves the former driver's phone. */
export async function moveDelivery(
  tx: Transaction,
  deps: ServerDeps,
  id: string,
  { reason, ...to }: DeliveryMove,
): Promise<Result<Acted<Delivery>, RequestError>> {
  const fits = await targetFits(tx, deps, to);
  if (!fits.ok) return fits;
  const [delivery] = await lockDeliveries(tx, [id]);
  if (!delivery) return refuse('NOT_FOUND', `There is no delivery ${id}.`);
  if (delivery.status !== 'PENDING' && delivery.status !== 'FAILED') {
    return because(
      'DELIVERED',
      'CONFLICT',
      `${delivery.reference} is ${delivery.status}: it cannot be moved any more.`,
    );
  }
  const moved = await moveAll(tx, deps, [delivery], { to, depots: fits.value, reason });
  if (!moved.ok) return moved;
  const [after = delivery] = moved.value.value;
  return ok({ value: after, acts: moved.value.acts });
}

/** All that is still open of a driver's tour to another driver, or to another day. */
export async function moveTour(
  tx: Transaction,
  deps: ServerDeps,
  { from, to: { driver_user_id, day }, reason }: TourMove,
): Promise<Result<Acted<Static<typeof ToursMoved>>, RequestError>> {
  const to = { driver_user_id, planned_for: day };
  const fits = await targetFits(tx, deps, to);
  if (!fits.ok) return fits;
  if (!isDay(from.day)) return refuse('INVALID_REQUEST', `${from.day} is not in the calendar.`);
  const { rows } = await tx.query<{ id: string }>(
    `SELECT id FROM deliveries WHERE driver_user_id = $1 AND planned_for = $2 AND status IN ('PENDING', 'FAILED')
     LIMIT $3`,
    [from.driver_user_id, from.day, LIMITS.tourDeliveries + 1],
  );
  if (rows.length > LIMITS.tourDeliveries) {
    return because(
      'FULL',
      'CONFLICT',
      `This tour has more than ${LIMITS.tourDeliveries} open deliveries: move them one by one.`,
    );
  }
  const locked = await lockDeliveries(
    tx,
    rows.map(({ id }) => id),
  );
  // What was done, moved or cancelled before its lock was had is no part of it any more.
  const open = locked.filter(
    ({ status, driver_user_id: driver, planned_for }) =>
      (status === 'PENDING' || status === 'FAILED') && driver === from.driver_user_id && planned_for === from.day,
  );
  const moved = await moveAll(tx, deps, open, { to, depots: fits.value, reason });
  return moved.ok ? ok({ value: { moved: moved.value.value.length }, acts: moved.value.acts }) : moved;
}

/** Where the new driver delivers; null for no new driver. Locks him, so that nobody is planned for a depot that he has left. */
async function targetFits(
  tx: Transaction,
  { clock }: ServerDeps,
  { driver_user_id, planned_for }: Target,
): Promise<Result<number | null, RequestError>> {
  if (planned_for !== undefined && !isDay(planned_for)) {
    return refuse('INVALID_REQUEST', `${planned_for} is not in the calendar.`);
  }
  if (planned_for !== undefined && !isNearDay(planned_for, clock.now(), LIMITS.planningDays)) {
    return because('DAY_FAR', 'INVALID_REQUEST', `${planned_for} is too far from today.`);
  }
  if (driver_user_id === undefined) return ok(null);
  const { rows } = await tx.query<{ depot_id: number }>(
    `SELECT depot_id FROM users WHERE id = $1 AND is_active AND role IN ('driver', 'seller', 'warehouse') FOR SHARE`,
    [driver_user_id],
  );
  const [driver] = rows;
  return driver
    ? ok(driver.depot_id)
    : because('DRIVER_ELSEWHERE', 'CONFLICT', `User ${driver_user_id} does not deliver.`);
}

async function lockDeliveries(tx: Transaction, ids: string[]): Promise<Delivery[]> {
  const { rows } = await tx.query<Delivery>(
    `SELECT ${columns.DELIVERY} FROM deliveries dl JOIN clients c ON c.id = dl.client_id
     WHERE dl.id = ANY ($1::uuid[]) ORDER BY dl.id FOR UPDATE OF dl`,
    [ids],
  );
  return rows;
}

async function moveAll(
  tx: Transaction,
  deps: ServerDeps,
  deliveries: Delivery[],
  { to, depots, reason }: { to: Target; depots: number | null; reason: string | undefined },
): Promise<Result<Acted<Delivery[]>, RequestError>> {
  const elsewhere = deliveries.find(({ depot_id }) => depots !== null && depot_id !== depots);
  if (elsewhere) {
    return because(
      'DRIVER_ELSEWHERE',
      'CONFLICT',
      `User ${to.driver_user_id} does not deliver for the depot of ${elsewhere.reference}.`,
    );
  }
  const moves = deliveries.map((before) => ({ before, after: movedTo(before, to) }));
  const real = moves.filter(({ before, after }) => !isAt(before, after));
  if (real.length === 0) return unchanged(deliveries);
  await tx.query(
    `UPDATE deliveries d SET driver_user_id = coalesce($2, d.driver_user_id), planned_for = coalesce($3, d.planned_for)
     WHERE d.id = ANY ($1::uuid[])`,
    [real.map(({ before }) => before.id), to.driver_user_id ?? null, to.planned_for ?? null],
  );
  const told = real.map(({ before, after }) => {
    const users = [...new Set([before.driver_user_id, after.driver_user_id])];
    const subject = { entity_type: 'DELIVERY', entity_id: after.id, action: 'DELIVERY_UPDATED' } as const;
    return changeAtDepot(deps, subject, after, { depotId: after.depot_id, users });
  });
  const days = real.flatMap(({ before, after }) => [before, after]).map((one) => ({ ...one, day: one.planned_for }));
  const tours = await planTours(tx, days, syncDeps(deps));
  await appendChanges(tx, [...told, ...tours]);
  const subject = { what: 'DELIVERY_MOVED', type: 'DELIVERY' } as const;
  const acts = real.map(({ before, after }) => changedBy(subject, before, after, reason));
  return ok({ value: moves.map(({ after }) => after), acts });
}

const movedTo = (delivery: Delivery, { driver_user_id, planned_for }: Target): Delivery => ({
  ...delivery,
  driver_user_id: driver_user_id ?? delivery.driver_user_id,
  planned_for: planned_for ?? delivery.planned_for,
});

const isAt = (one: Delivery, other: Delivery): boolean =>
  one.driver_user_id === other.driver_user_id && one.planned_for === other.planned_for;
