import { uuidV7 } from '#shared/ports/ids.ts';
import { Chance } from './chance.ts';
import { Fate } from './fate.ts';
import { buildFixture, type Fixture } from './fixture.ts';
import { Ledger } from './ledger.ts';
import type { Mutant } from './mutants.ts';
import { Network } from './network.ts';
import { POINTS } from './points.ts';
import { RunLog } from './run-log.ts';
import { Scheduler } from './scheduler.ts';
import type { ServerFixture } from './server-fixture.ts';
import type { SimDeps } from './sim-deps.ts';
import { SimHub } from './sim-hub.ts';
import { type PhoneImage, SimPhone } from './sim-phone.ts';
import { SimServer } from './sim-server.ts';

const START = Date.parse('2026-11-22T06:00:00.000Z');

/** A full disk, and what is put in on purpose. */
const EXPECTED = /SQLITE_FULL|a bug of this program/;

/** One company, its nodes and lines, for one seed. */
export class Run {
  readonly chance: Chance;
  readonly scheduler = new Scheduler(START);
  readonly log: RunLog;
  readonly ledger = new Ledger(() => this.scheduler.now);
  readonly fate: Fate;
  readonly network: Network;
  readonly fixture: Fixture;
  readonly server: SimServer;
  readonly hubs: SimHub[];
  readonly phones: SimPhone[];
  readonly backups = new Map<string, PhoneImage>();
  readonly restored = new Set<string>();

  constructor(seed: number, server: ServerFixture, mutant: Mutant, write: ((line: string) => void) | null) {
    const chance = new Chance(seed);
    this.chance = chance;
    this.log = new RunLog(this.scheduler, write);
    const targets = [seed, 7 * seed + 3, 11 * seed + 7].map((number) => POINTS[number % POINTS.length] as string);
    this.fate = new Fate(chance, targets, chance.pick([0, 0.001, 0.004]));
    this.network = new Network({
      scheduler: this.scheduler,
      chance,
      log: this.log,
      onArrival: (site, request) => this.ledger.arrive(site, request),
      onAnswer: (site, request, answer) => this.ledger.hear(site, request, answer),
    });
    const bad = chance.pick([0, 0.02, 0.1, 0.25]);
    this.network.weather = { loss: bad, lostAnswer: bad, duplicate: bad, delay: chance.pick([100, 2_000, 20_000]) };
    const ids = uuidV7(
      this.scheduler.clockOf({ alive: true }, () => 0),
      chance,
    );
    const count = chance.between(2, 4);
    this.fixture = buildFixture(chance, ids, START, count);
    const hubs = [1, chance.pick([1, 2])].map((depot_id) => ({ id: ids.uuid(), depot_id }));
    const deps: SimDeps = {
      scheduler: this.scheduler,
      chance,
      log: this.log,
      network: this.network,
      fate: this.fate,
      fixture: this.fixture,
      hubs,
      mutant,
      onError: (site, error) => {
        if (!EXPECTED.test(`${(error as { code?: string }).code} ${error.message}`))
          this.ledger.fault(`${site} broke down: ${error.stack}`);
      },
      upstream: (request) => this.server.handle(request),
    };
    this.server = new SimServer(deps, server);
    this.hubs = hubs.map((place, index) => new SimHub(`hub${index + 1}`, place, deps));
    this.phones = Array.from({ length: count }, (_, index) => new SimPhone(index, deps));
    for (const one of [this.server, ...this.hubs]) {
      this.network.addSite({ name: one.name, isUp: () => one.isUp, handle: (request) => one.handle(request) });
    }
    for (const phone of this.phones) phone.nodes = ['hub1'];
  }

  weighted<T>(list: readonly (readonly [number, T])[]): T {
    let at = this.chance.below(list.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, one] of list) {
      at -= weight;
      if (at < 0) return one;
    }
    throw new RangeError('weights');
  }

  async look(): Promise<void> {
    this.ledger.look(this.phones, this.hubs, await this.server.fixture.held());
  }

  async afterDisaster(): Promise<void> {
    this.ledger.afterDisaster(this.phones, this.hubs, await this.server.fixture.held());
  }

  close(): void {
    for (const one of [...this.phones, ...this.hubs]) {
      one.kill();
      one.database.close();
    }
  }
}
