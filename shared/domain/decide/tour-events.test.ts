import { expect, test } from 'vitest';
import type { SyncEvent } from '#shared/contract/events.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { said, someFacts } from '#shared/testing/decision-facts.ts';
import { testIds } from '#shared/testing/test-device.ts';
import { readTourId } from '../tour/tour-id.ts';
import { decide } from './decide.ts';
import type { Candidate, Facts } from './facts.ts';

const DAY = '2026-11-22';
const TOUR = `1.${DAY}`;
const CHECKSUM = 'a'.repeat(64);

const run = (candidates: Candidate[], facts: Facts = someFacts(), waiting = new Map<string, Candidate[]>()) =>
  decide(candidates, waiting, facts, () => testIds.uuid());
const endOf = (candidate: Candidate, facts?: Facts) => {
  const verdict = run([candidate], facts).verdicts[0]?.verdict;
  return verdict?.status === 'REJECTED' ? verdict.code : verdict?.status;
};
const loading = (userId: number, payload: object = {}, more: Partial<SyncEvent> = {}, id = TOUR) =>
  said(
    userId,
    'VAN_LOADED',
    id,
    { driver_user_id: 1, day: DAY, lines: [{ product_id: 1, quantity: 5 }], ...payload },
    more,
  );
const count = (userId: number, payload: object = {}, more: Partial<SyncEvent> = {}) =>
  said(
    userId,
    'TOUR_COUNTED',
    TOUR,
    { driver_user_id: 1, day: DAY, lines: [], cash_counted: 0, cheques: [], ...payload },
    { checksum: CHECKSUM, ...more },
  );
const confirmation = (userId: number, confirms: string, more: { checksum?: string; tour?: string } = {}) =>
  said(userId, 'TOUR_CONFIRMED', more.tour ?? TOUR, { confirms, checksum: more.checksum ?? CHECKSUM });

test('[TOUR-1] a warehouse hand or a clerk of the driver’s depot loads and counts; no stock moves', () => {
  for (const userId of [4, 5]) {
    const plan = run([loading(userId), count(userId)]);
    expect(plan.verdicts.map(({ verdict }) => verdict.status)).toEqual(['APPLIED', 'APPLIED']);
    expect([plan.moves, [...plan.stock], plan.alerts]).toEqual([[], [], []]);
  }
  for (const userId of [1, 3])
    expect([endOf(loading(userId)), endOf(count(userId))]).toEqual(Array(2).fill('FORBIDDEN_ACTION'));
});

test('[TOUR-1] a tour of another depot’s driver, or of nobody, is forbidden and told to HQ', () => {
  for (const driver of [9, 77]) {
    const plan = run([loading(5, { driver_user_id: driver }, {}, `${driver}.${DAY}`)]);
    expect(plan.verdicts[0]?.verdict).toMatchObject({ code: 'FORBIDDEN_ACTION' });
    expect(plan.alerts).toMatchObject([{ kind: 'FORBIDDEN_ACTION' }]);
  }
});

test('[TOUR-1] the depot is the one that the driver had then', () => {
  const facts = someFacts();
  const until = '2026-11-22T12:00:00.000Z';
  facts.users.set(1, { role: 'driver', depot_id: 2, earlier: [{ role: 'driver', depot_id: 1, until }] });
  expect(endOf(loading(5), facts)).toBe('APPLIED');
  const later = {
    ...loading(5, {}, { occurred_at: '2026-11-22T13:00:00.000Z' }),
    received_at: '2026-11-22T13:00:00.000Z',
  };
  expect(endOf(later, facts)).toBe('FORBIDDEN_ACTION');
});

test('[TOUR-1] an entity_id that is not the payload’s, and a payload that cannot be, are this copy’s fault', () => {
  expect(endOf(loading(5, {}, {}, `1.2026-11-23`))).toBe('INVALID');
  expect(endOf(loading(5, {}, {}, `01.${DAY}`))).toBe('INVALID');
  expect(endOf(loading(5, { day: '2026-02-30' }, {}, '1.2026-02-30'))).toBe('INVALID');
  const distances = [LIMITS.odometerKm, LIMITS.odometerKm + 1].map((odometer_km) => endOf(loading(5, { odometer_km })));
  expect(distances).toEqual(['APPLIED', 'INVALID']);
  expect(endOf(loading(5, { lines: [] }))).toBe('INVALID');
  expect(endOf(count(5, { lines: [{ product_id: 1, quantity: 1, condition: 'LOST' }] }))).toBe('INVALID');
});

test('[TOUR-1] what can be a tour’s id', () => {
  expect(readTourId('7.2026-11-29')).toEqual({ driver_user_id: 7, day: '2026-11-29' });
  const bad = ['', '7', '7.', '.2026-11-29', '0.2026-11-29', '7.2026-13-01', '99999999999.2026-11-29', '7.2026-11-29 '];
  expect(bad.map(readTourId)).toEqual(bad.map(() => null));
});

test('[TOUR-2] the driver signs a loading or a count that is there', () => {
  for (const about of [count(5), loading(5, {}, { checksum: CHECKSUM })]) {
    const facts = someFacts();
    facts.namedEvents.set(about.event.id, about.event);
    expect(endOf(confirmation(1, about.event.id), facts)).toBe('APPLIED');
  }
});

test('[TOUR-2] a confirmation waits for what it names, and is decided with it', () => {
  const counted = count(5);
  const signed = confirmation(1, counted.event.id);
  expect(run([signed]).verdicts[0]?.verdict).toEqual({ status: 'WAITING', waits_for: `EVENT:${counted.event.id}` });
  const facts = someFacts();
  facts.namedEvents.set(counted.event.id, counted.event);
  const plan = run([counted], facts, new Map([[`EVENT:${counted.event.id}`, [signed]]]));
  expect(plan.verdicts.map(({ verdict }) => verdict.status)).toEqual(['APPLIED', 'APPLIED']);
});

test('[TOUR-2] another person, checksum, tour or kind of event is forbidden and told to HQ', () => {
  const counted = count(5);
  const other = confirmation(1, testIds.uuid());
  const facts = someFacts();
  for (const { event } of [counted, other]) facts.namedEvents.set(event.id, event);
  const wrong = [
    confirmation(2, counted.event.id),
    confirmation(1, counted.event.id, { checksum: 'b'.repeat(64) }),
    confirmation(1, counted.event.id, { tour: '1.2026-11-23' }),
    confirmation(1, other.event.id),
  ];
  const plan = run(wrong, facts);
  expect(plan.verdicts.map(({ verdict }) => verdict)).toMatchObject(wrong.map(() => ({ code: 'FORBIDDEN_ACTION' })));
  expect(plan.alerts.map(({ kind }) => kind)).toEqual(wrong.map(() => 'FORBIDDEN_ACTION'));
  expect(endOf(confirmation(1, counted.event.id, { tour: 'tour' }), facts)).toBe('INVALID');
});
