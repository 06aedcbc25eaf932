import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Clock } from '#shared/ports/clock.ts';
import type { EventOutcome } from '#shared/sync-server/sync-store.ts';
import type { Database } from '../store/database.ts';
import { readState } from './read-state.ts';
import { stateGauges } from './state-gauges.ts';

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

interface MetricsDeps {
  database: Database;
  clock: Clock;
  /** Room on the disk of the data folder; null where there is none. */
  freeBytes: () => number | null;
}

export function serverMetrics({ database, clock, freeBytes }: MetricsDeps): ServerMetrics {
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
  const disk = new Gauge({
    name: 'manchengo_disk_free_bytes',
    help: 'Room on the disk of the data folder.',
    labelNames: ['folder'],
    registers,
  });
  return {
    contentType: registry.contentType,
    answered: ({ method, route, status, seconds }) => requests.observe({ method, route, status }, seconds),
    pushed(outcomes) {
      for (const outcome of outcomes) pushed.inc({ outcome: outcome.kind === 'acked' ? 'acked' : outcome.code });
    },
    async text() {
      tellPool(database);
      const free = freeBytes();
      if (free !== null) disk.set({ folder: 'data' }, free);
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
