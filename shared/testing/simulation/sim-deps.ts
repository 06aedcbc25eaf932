import type { TransportAnswer, TransportRequest } from '#shared/ports/transport.ts';
import type { Chance } from './chance.ts';
import type { Fate } from './fate.ts';
import type { Fixture } from './fixture.ts';
import type { Mutant } from './mutants.ts';
import type { Network } from './network.ts';
import type { RunLog } from './run-log.ts';
import type { Scheduler } from './scheduler.ts';
import type { HubPlace } from './sim-tokens.ts';

/** What every node of a run stands on. */
export interface SimDeps {
  scheduler: Scheduler;
  chance: Chance;
  log: RunLog;
  network: Network;
  fate: Fate;
  fixture: Fixture;
  hubs: HubPlace[];
  /** A node broke down over a request. */
  onError: (site: string, error: Error) => void;
  /** What the server answers to a request that a hub passes on as it is. */
  upstream: (request: TransportRequest) => Promise<TransportAnswer>;
  /** A bug put in on purpose, to see whether the oracle finds it. */
  mutant: Mutant;
}
