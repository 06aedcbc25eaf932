import { PAIRS_OF_CLIENTS } from './pairs-of-clients.ts';
import { PAIRS_OF_DELIVERIES } from './pairs-of-deliveries.ts';
import { PAIRS_OF_PAPERS } from './pairs-of-papers.ts';
import { PAIRS_OF_PEOPLE } from './pairs-of-people.ts';
import { PAIRS_OF_SUMMARIES } from './pairs-of-summaries.ts';
import type { Scenario } from './scenario.ts';
import { TOURS } from './tours.ts';
import { TRIPLES } from './triples.ts';

/** What two or three connections may do at once, from the catalogue of events and HQ's commands. */
export const SCENARIOS: readonly Scenario[] = [
  ...PAIRS_OF_CLIENTS,
  ...PAIRS_OF_DELIVERIES,
  ...PAIRS_OF_PAPERS,
  ...PAIRS_OF_SUMMARIES,
  ...PAIRS_OF_PEOPLE,
  ...TRIPLES,
  ...TOURS,
];
