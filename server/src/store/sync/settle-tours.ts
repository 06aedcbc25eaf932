import type { Change } from '#shared/domain/change.ts';
import { authorAt, type Facts } from '#shared/domain/decide/facts.ts';
import type { Plan } from '#shared/domain/decide/plan.ts';
import { dayOf } from '#shared/domain/tour/membership.ts';
import {
  type Advanced,
  advance,
  alertsOfLate,
  plannedTour,
  type SettledByHq,
  signatureOf,
  type TourRow,
  tourEventOf,
} from '#shared/domain/tour/settle-tours.ts';
import type { TourEvent, TourFacts } from '#shared/domain/tour/tour-facts.ts';
import { readTourId, type TourDay, tourId } from '#shared/domain/tour/tour-id.ts';
import type { Upcasts } from '#shared/domain/upcast.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { Transaction } from '../database.ts';
import { loadTours, writeTours } from '../entities/tour.ts';
import { loadTourFacts } from '../entities/tour-facts.ts';
import { tourChanges } from './tour-changes.ts';
import { writeAlerts } from './write-alerts.ts';

export interface TourDeps {
  clock: Clock;
  ids: Ids;
  upcasts: Upcasts;
}

/** Whose events a decided batch holds, and the drivers whom its tours are about. */
export function peopleOf(plan: Plan): number[] {
  const ended = endedEvents(plan);
  const drivers = toursNamed(ended).map(({ driver_user_id }) => driver_user_id);
  return [...new Set([...ended.map(({ user_id }) => user_id), ...drivers])];
}

/**
 * Looks at every tour that a decided batch concerns, in its transaction, when all else is written and the people are
 * locked: a tour is settled by whichever of its events comes last. Gives what is to be said of it.
 */
export async function settleTours(
  tx: Transaction,
  { plan, facts, users }: { plan: Plan; facts: Facts | null; users: number[] },
  deps: TourDeps,
): Promise<Change[]> {
  if (users.length === 0) return [];
  const ended = endedEvents(plan);
  const applied = ended.filter(({ status }) => status === 'APPLIED');
  const named = toursNamed(applied);
  const own = ended.map((event) => ({ driver_user_id: event.user_id, day: dayOf(event) }));
  const known = await loadTours(tx, { users, days: [...named, ...own], lowest: lowestOf(ended) });
  const made = facts === null ? [] : newTours(named, known, plan, facts);
  const isNamed = new Set(named.map(tourId));
  const open = [...known, ...made].filter(
    (row) => row.state !== 'SETTLED' && (row.state === 'WAITING_FOR_EVENTS' || isNamed.has(tourId(row))),
  );
  const late = alertsOfLate(known, applied, deliveredIn(facts), () => deps.ids.uuid());
  await writeAlerts(tx, late, isoTime(deps.clock.now()));
  return open.length === 0 ? [] : advanceTours(tx, open, deps);
}

/** Brings tours to where they stand now. Their drivers are locked. */
export async function advanceTours(
  tx: Transaction,
  rows: TourRow[],
  deps: TourDeps,
  hq: SettledByHq | null = null,
): Promise<Change[]> {
  const now = isoTime(deps.clock.now());
  const facts = await loadTourFacts(tx, rows, deps.upcasts);
  const advanced = inOrderOfDays(rows, facts, (row, of) => advance(row, of, { now, newId: () => deps.ids.uuid(), hq }));
  await writeTours(
    tx,
    advanced.map(({ row }) => row),
  );
  const alerts = advanced.flatMap((one) => one.alerts);
  await writeAlerts(tx, alerts, now);
  return tourChanges(tx, advanced, deps);
}

/** A day's confirmation says of the driver's later days what is not theirs. */
function inOrderOfDays(
  rows: TourRow[],
  facts: TourFacts[],
  work: (row: TourRow, facts: TourFacts) => Advanced,
): Advanced[] {
  const pairs = rows.map((row, index) => ({ row, facts: facts[index] as TourFacts }));
  const done: Advanced[] = [];
  for (const pair of pairs.sort((a, b) => (a.row.day < b.row.day ? -1 : 1))) {
    const before = done
      .filter(({ row }) => row.driver_user_id === pair.row.driver_user_id && row.day < pair.row.day)
      .flatMap(({ row }) => signatureOf(row) ?? []);
    done.push(work(pair.row, { ...pair.facts, earlier: [...pair.facts.earlier, ...before] }));
  }
  return done;
}

const endedEvents = (plan: Plan): TourEvent[] =>
  plan.verdicts.flatMap(({ candidate, verdict }) => tourEventOf(candidate, verdict) ?? []);

const toursNamed = (events: TourEvent[]): TourDay[] =>
  events.flatMap(({ entity_type, entity_id }) => (entity_type === 'TOUR' ? (readTourId(entity_id) ?? []) : []));

function lowestOf(events: TourEvent[]): { device_id: string; seq: number }[] {
  const lowest = new Map<string, number>();
  for (const { device_id, seq } of events) lowest.set(device_id, Math.min(seq, lowest.get(device_id) ?? seq));
  return [...lowest].map(([device_id, seq]) => ({ device_id, seq }));
}

/** Tours of which nothing was planned or recorded before. Each is its first recorder's depot's. */
function newTours(named: TourDay[], known: TourRow[], plan: Plan, facts: Facts): TourRow[] {
  const ids = new Set(known.map(tourId));
  const made = new Map<string, TourRow>();
  for (const { candidate } of plan.verdicts) {
    const tour = named.find(
      (one) => candidate.event.entity_type === 'TOUR' && tourId(one) === candidate.event.entity_id,
    );
    const author = facts.authors.get(candidate.event.device_id);
    const depot = author ? authorAt(author, candidate).depot_id : null;
    if (!tour || depot === null || ids.has(tourId(tour)) || made.has(tourId(tour))) continue;
    made.set(tourId(tour), plannedTour(tour, depot));
  }
  return [...made.values()];
}

const deliveredIn = (facts: Facts | null): TourFacts['delivered'] =>
  new Map(
    [...(facts?.deliveries ?? [])].map(([id, { lines }]) => [
      id,
      lines.map(({ product_id, delivered = 0 }) => ({ product_id, quantity: delivered })),
    ]),
  );
