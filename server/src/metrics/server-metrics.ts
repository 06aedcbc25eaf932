import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Clock } from '#shared/ports/clock.ts';
import type { EventOutcome } from '#shared/sync-server/sync-store.ts';
import type { Database } from '../store/database.ts';
import { type DatabaseState, readState } from './read-state.ts';

export interface Answered {
  method: string;
  /** As it is registered (`/api/admin/users/:id`), so that no id makes a series of its own. */
  route: string;
  status: number;
  seconds: number;
}

/** What Prometheus asks of one server process. */
export interface ServerMetrics {
  readonly contentType: string;
  answered(call: Answered): void;
  pushed(outcomes: Iterable<EventOutcome>): void;
  /** Everything that is counted here, and the state of the database now. Throws where the database is out of reach. */
  text(): Promise<string>;
}

/** From a query of one row to a batch of a thousand events on a slow disk. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export function serverMetrics({ database, clock }: { database: Database; clock: Clock }): ServerMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'manchengo_request_seconds',
    help: 'Time until an answer was sent, by route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers,
  });
  const pushed = new Counter({
    name: 'manchengo_pushed_events_total',
    help: 'Events that were pushed to this process, by their outcome: acked, or the code of the refusal.',
    labelNames: ['outcome'],
    registers,
  });
  const tellState = stateGauges(registers, clock);
  const tellPool = poolGauge(registers);
  return {
    contentType: registry.contentType,
    answered: ({ method, route, status, seconds }) => requests.observe({ method, route, status }, seconds),
    pushed(outcomes) {
      for (const outcome of outcomes) pushed.inc({ outcome: outcome.kind === 'acked' ? 'acked' : outcome.code });
    },
    async text() {
      tellPool(database);
      tellState(await readState(database));
      return registry.metrics();
    },
  };
}

function poolGauge(registers: Registry[]): (database: Database) => void {
  const connections = new Gauge({
    name: 'manchengo_pool_connections',
    help: 'Connections to the database, and requests that wait for one.',
    labelNames: ['state'],
    registers,
  });
  return ({ totalCount, idleCount, waitingCount }) => {
    connections.set({ state: 'busy' }, totalCount - idleCount);
    connections.set({ state: 'idle' }, idleCount);
    connections.set({ state: 'waited_for' }, waitingCount);
  };
}

function stateGauges(registers: Registry[], clock: Clock): (state: DatabaseState) => void {
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `manchengo_${name}`, help, labelNames, registers });
  const waiting = gauge('waiting_events', 'Events that wait for what they name.');
  const waitingAge = gauge('waiting_oldest_seconds', 'Age of the oldest event that waits; 0 where none does.');
  const quarantined = gauge('quarantined_events', 'Events that wait for an admin.');
  const alerts = gauge('unseen_alerts', 'Alerts that nobody at HQ has looked at, by kind.', ['kind']);
  const backlog = gauge('hub_backlog_events', 'Events that a hub has and HQ has not, as the hub last said.', [
    'hub',
    'depot',
  ]);
  const silence = gauge('hub_silent_seconds', 'Time since a hub was last heard; absent for one that never was.', [
    'hub',
    'depot',
  ]);
  const unsent = gauge('device_unsent_events', 'Events that a device said it made and that are not here.', [
    'device',
    'depot',
  ]);
  const secondsSince = (time: string) => Math.max(0, (clock.now() - Date.parse(time)) / 1000);
  return (state) => {
    // A series that is not there any more must not stay at its last value.
    for (const each of [alerts, backlog, silence, unsent]) each.reset();
    waiting.set(state.waiting.events);
    waitingAge.set(state.waiting.oldest_at === null ? 0 : secondsSince(state.waiting.oldest_at));
    quarantined.set(state.quarantined);
    for (const { kind, unseen } of state.alerts) alerts.set({ kind }, unseen);
    for (const { hub, depot, backlog: events, last_seen_at } of state.hubs) {
      backlog.set({ hub, depot }, events);
      if (last_seen_at !== null) silence.set({ hub, depot }, secondsSince(last_seen_at));
    }
    for (const { device, depot, events } of state.unsent) unsent.set({ device, depot }, events);
  };
}
