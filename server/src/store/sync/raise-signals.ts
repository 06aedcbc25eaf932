import type { Author, Candidate, Facts } from '#shared/domain/decide/facts.ts';
import type { Plan, Verdict } from '#shared/domain/decide/plan.ts';
import { afterRevocation } from '#shared/domain/signals/after-revocation.ts';
import { driverDay, manyFailures } from '#shared/domain/signals/many-failures.ts';
import { farFromClient, judgePairs } from '#shared/domain/signals/places.ts';
import type { Signal } from '#shared/domain/signals/signal.ts';
import { type Stop, stopOf } from '#shared/domain/signals/stop.ts';
import { judgeLinks, neededNeighbours, type Tick, tickOf } from '#shared/domain/signals/time-backwards.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { Transaction } from '../database.ts';
import { pipelined } from '../pipelined.ts';
import { type ClientOfStop, enterStops, loadDriverDays, loadRevocations, loadTicks } from './signal-facts.ts';
import { writeAlerts } from './write-alerts.ts';

export interface SignalInput {
  /** Taken into custody by this very transaction: each event once in its life, in whatever order they come. */
  stored: Candidate[];
  plan: Plan;
  facts: Pick<Facts, 'authors' | 'now'>;
  ids: Ids;
}

/** What was said before and holds no longer: of these subjects, this kind. */
interface Withdrawal {
  kind: Signal['kind'];
  subjects: string[];
}

interface Found {
  signals: Signal[];
  withdrawn: Withdrawal[];
}

/** Drivers whose failed deliveries became more or fewer. */
export const failedDrivers = ({ failureDays }: Plan): number[] =>
  [...failureDays.values()].map(({ driver_user_id }) => driver_user_id);

/**
 * Looks for what is odd in the events of a batch, in its transaction, after everything is decided and behind the lock of
 * its people: so a crash loses no signal, and none changes an outcome. A handful of statements a batch; each looks up neighbours by an index and
 * never walks through a log.
 */
export async function raiseSignals(tx: Transaction, input: SignalInput): Promise<void> {
  const { plan, facts, ids } = input;
  const ended = plan.verdicts.filter(({ verdict }) => hasEnd(verdict)).map(({ candidate }) => candidate);
  const stops = ended.flatMap((candidate) => stopOf(candidate) ?? []);
  const found = await pipelined(
    ofPlaces(tx, stops, facts.authors),
    ofClocks(tx, input.stored.map(tickOf), facts.authors),
    ofFailures(tx, plan),
    ofRevoked(tx, plan),
  );
  await withdraw(
    tx,
    found.flatMap(({ withdrawn }) => withdrawn),
  );
  const signals = found.flatMap((part) => part.signals);
  await writeAlerts(
    tx,
    signals.map((signal) => ({ id: ids.uuid(), ...signal })),
    facts.now,
  );
}

/** An event of a revoked device is nobody's stop until an admin lets it count; one that waits is decided later. */
const hasEnd = ({ status }: Verdict): boolean => status === 'APPLIED' || status === 'REJECTED';

async function ofPlaces(tx: Transaction, stops: Stop[], authors: Map<string, Author>): Promise<Found> {
  // One without a place is compared with nothing.
  const located = stops.filter(({ place }) => place !== null);
  if (located.length === 0) return { signals: [], withdrawn: [] };
  const { known, clients } = await enterStops(tx, located);
  const far = located.flatMap((stop) => farSignal(stop, clients.get(stop.event_id), authors) ?? []);
  const byUser = Map.groupBy(located, ({ user_id }) => user_id);
  const pairs = [...byUser].flatMap(([userId, fresh]) =>
    judgePairs(
      fresh,
      known.filter(({ user_id }) => user_id === userId),
    ),
  );
  const fast = pairs.flatMap(({ to, found }) =>
    found ? [aboutStop('TOO_FAST', to, { ...found }, depotOf(authors, to.user_id))] : [],
  );
  const subjects = pairs.filter(({ found, toWasKnown }) => !found && toWasKnown).map(({ to }) => to.event_id);
  return { signals: [...far, ...fast], withdrawn: [{ kind: 'TOO_FAST', subjects }] };
}

function farSignal(stop: Stop, client: ClientOfStop | undefined, authors: Map<string, Author>): Signal | null {
  const found = client && farFromClient(stop, client);
  return found ? aboutStop('FAR_FROM_CLIENT', stop, { ...found }, depotOf(authors, stop.user_id)) : null;
}

const aboutStop = (
  kind: Signal['kind'],
  { event_id, device_id }: Stop,
  details: Record<string, unknown>,
  depot_id: number | null,
): Signal => ({ kind, subject: event_id, depot_id, device_id, event_id, details });

const depotOf = (authors: Map<string, Author>, userId: number): number | null =>
  [...authors.values()].find(({ user_id }) => user_id === userId)?.depot_id ?? null;

async function ofClocks(tx: Transaction, fresh: Tick[], authors: Map<string, Author>): Promise<Found> {
  const needed = neededNeighbours(fresh);
  const known = needed.length > 0 ? await loadTicks(tx, needed) : [];
  const deviceOf = new Map([...fresh, ...known].map((tick) => [tick.event_id, tick.device_id]));
  const signals = judgeLinks(fresh, known).map((found): Signal => {
    const device_id = deviceOf.get(found.to_event_id) ?? null;
    return {
      kind: 'TIME_BACKWARDS',
      subject: found.to_event_id,
      depot_id: authors.get(device_id ?? '')?.depot_id ?? null,
      device_id,
      event_id: found.to_event_id,
      details: { ...found },
    };
  });
  return { signals, withdrawn: [] };
}

async function ofFailures(tx: Transaction, plan: Plan): Promise<Found> {
  if (plan.failureDays.size === 0) return { signals: [], withdrawn: [] };
  const days = await loadDriverDays(tx, [...plan.failureDays.values()]);
  const judged = days.map((day) => ({ day, subject: driverDay(day), found: manyFailures(day) }));
  return {
    signals: judged.flatMap(({ day, subject, found }): Signal[] =>
      found
        ? [
            {
              kind: 'MANY_FAILURES',
              subject,
              depot_id: day.depot_id,
              device_id: null,
              event_id: null,
              user_id: day.driver_user_id,
              details: { ...found },
            },
          ]
        : [],
    ),
    withdrawn: [
      { kind: 'MANY_FAILURES', subjects: judged.filter(({ found }) => !found).map(({ subject }) => subject) },
    ],
  };
}

async function ofRevoked(tx: Transaction, plan: Plan): Promise<Found> {
  const quarantined = plan.verdicts
    .filter(({ verdict }) => verdict.status === 'QUARANTINED')
    .map(({ candidate }) => candidate);
  const byDevice = Map.groupBy(quarantined, ({ event }) => event.device_id);
  const revocations = byDevice.size > 0 ? await loadRevocations(tx, [...byDevice.keys()]) : [];
  const signals = revocations.flatMap(({ device_id, depot_id, revoked_at, before }): Signal[] => {
    const found = afterRevocation(revoked_at, before, byDevice.get(device_id) ?? []);
    if (!found || found === before) return [];
    const details = { ...found };
    return [{ kind: 'AFTER_REVOCATION', subject: device_id, depot_id, device_id, event_id: null, details }];
  });
  return { signals, withdrawn: [] };
}

async function withdraw(tx: Transaction, withdrawn: Withdrawal[]): Promise<void> {
  for (const { kind, subjects } of withdrawn) {
    if (subjects.length > 0) {
      await tx.query('DELETE FROM alerts WHERE kind = $1 AND subject = ANY ($2::text[])', [kind, subjects]);
    }
  }
}
