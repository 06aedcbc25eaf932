import type { Tour } from '#shared/contract/tour.ts';
import { correctedTime } from '../client-fields.ts';
import type { Candidate } from '../decide/facts.ts';
import type { Alert, Verdict } from '../decide/plan.ts';
import { type ComputedTour, computeTour, hasEffect, type Settlement } from './compute-tour.ts';
import { dayOf, precedes } from './membership.ts';
import type { Signature, TourEvent, TourFacts } from './tour-facts.ts';
import { type TourDay, tourId } from './tour-id.ts';

/** What is kept of a tour beside the events that it follows from. */
export interface TourRow extends TourDay {
  depot_id: number;
  state: Tour['state'];
  /** Where the driver's signature under the count stands, and when it was made. */
  confirmed_device: string | null;
  confirmed_seq: number | null;
  confirmed_at: string | null;
  /** Fixed once the tour is settled. */
  settlement: Settlement | null;
  settled_at: string | null;
  settled_by: number | null;
  settle_reason: string | null;
}

export const plannedTour = (tour: TourDay, depot_id: number): TourRow => ({
  ...{ driver_user_id: tour.driver_user_id, day: tour.day, depot_id, state: 'PLANNED' },
  ...{ confirmed_device: null, confirmed_seq: null, confirmed_at: null },
  ...{ settlement: null, settled_at: null, settled_by: null, settle_reason: null },
});

export const signatureOf = ({ confirmed_device, confirmed_seq, confirmed_at }: TourRow): Signature | null =>
  confirmed_device === null || confirmed_seq === null || confirmed_at === null
    ? null
    : { device_id: confirmed_device, seq: confirmed_seq, at: confirmed_at };

export interface Advanced {
  row: TourRow;
  computed: ComputedTour;
  /** Of what came behind the confirmation. */
  alerts: Alert[];
}

/** HQ settles a tour that waits for what may never come. */
export interface SettledByHq {
  user_id: number;
  reason: string;
}

/** Where a tour that is not settled stands now. It settles once it is complete, or where HQ says so. */
export function advance(
  row: TourRow,
  facts: TourFacts,
  { now, newId, hq = null }: { now: string; newId: () => string; hq?: SettledByHq | null },
): Advanced {
  const computed = computeTour(facts);
  const { confirmation } = computed;
  const next: TourRow = {
    ...row,
    state: computed.state,
    confirmed_device: confirmation?.device_id ?? null,
    confirmed_seq: confirmation?.seq ?? null,
    confirmed_at: confirmation?.at ?? null,
  };
  if (hq === null && !computed.isComplete) return { row: next, computed, alerts: [] };
  const settled: TourRow = {
    ...next,
    state: 'SETTLED',
    settlement: settlementOf(computed),
    settled_at: now,
    settled_by: hq?.user_id ?? null,
    settle_reason: hq?.reason ?? null,
  };
  return { row: settled, computed, alerts: computed.later.map((event) => afterSettlement(settled, event, newId)) };
}

const settlementOf = (computed: Settlement): Settlement => {
  const { missing, unproved_devices, loaded, expected, counted, disputed, differences } = computed;
  return { missing, unproved_devices, loaded, expected, counted, disputed, differences };
};

/** Applied now, and a settled tour's by its day or by its place in the journal: HQ is told, and nothing else changes. */
export function alertsOfLate(
  rows: readonly TourRow[],
  applied: readonly TourEvent[],
  delivered: TourFacts['delivered'],
  newId: () => string,
): Alert[] {
  return rows
    .filter(({ state }) => state === 'SETTLED')
    .flatMap((row) =>
      applied
        .filter((event) => isAbout(event, row) || isOfDriver(event, row, rows, delivered))
        .map((event) => afterSettlement(row, event, newId)),
    );
}

const isAbout = (event: TourEvent, row: TourRow): boolean =>
  event.entity_type === 'TOUR' && event.entity_id === tourId(row) && event.action !== 'CORRECTION_REQUESTED';

function isOfDriver(
  event: TourEvent,
  row: TourRow,
  rows: readonly TourRow[],
  delivered: TourFacts['delivered'],
): boolean {
  if (event.user_id !== row.driver_user_id || !hasEffect(event, delivered)) return false;
  const stands = (one: TourRow) => {
    const signature = signatureOf(one);
    return one.driver_user_id === row.driver_user_id && signature !== null && precedes(event, signature);
  };
  if (rows.some((one) => one.day < row.day && stands(one))) return false;
  const own = dayOf(event);
  return own === row.day || (own > row.day && stands(row));
}

const afterSettlement = (row: TourRow, event: TourEvent, newId: () => string): Alert => ({
  id: newId(),
  kind: 'AFTER_SETTLEMENT',
  subject: event.id,
  depot_id: row.depot_id,
  device_id: event.device_id,
  event_id: event.id,
  user_id: row.driver_user_id,
  details: { day: row.day, action: event.action },
});

/** An event that has just been decided, as a tour sees it; null where it has no stored end. */
export function tourEventOf({ event, drift_ms, received_at }: Candidate, { status }: Verdict): TourEvent | null {
  if (status === 'INVALID') return null;
  const { id, user_id, device_id, seq, entity_type, entity_id, action, payload } = event;
  const at = correctedTime(event.occurred_at, drift_ms, received_at);
  return { id, user_id, device_id, seq, entity_type, entity_id, action, payload, status, at };
}

/** A tour as HQ and devices see it. What is expected is nobody's to see before it is settled, but an admin's. */
export function tourEntity(row: TourRow, computed: Settlement | null, { forAdmin }: { forAdmin: boolean }): Tour {
  const { driver_user_id, day, depot_id, state, settled_at, settled_by, settle_reason } = row;
  const settlement = row.settlement ?? computed ?? NOTHING;
  const isOpen = forAdmin || state === 'SETTLED';
  return {
    ...{ id: tourId(row), depot_id, driver_user_id, day, state },
    ...settlement,
    expected: isOpen ? settlement.expected : null,
    differences: isOpen ? settlement.differences : null,
    ...{ settled_at, settled_by, settle_reason },
  };
}

const NOTHING: Settlement = {
  ...{ missing: [], unproved_devices: [], loaded: [], expected: null, counted: null, disputed: [] },
  differences: null,
};
