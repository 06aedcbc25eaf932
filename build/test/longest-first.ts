import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take a minute or more, the longest first: one that begins last leaves the other workers with nothing to do. */
const LONG = [
  'interleaving/interleaving.integration',
  'simulation/mutants.integration',
  'world/processes.integration',
  'screens/hq-screens.e2e',
  'browser/opening.e2e',
  'screens/phone-axe.e2e',
  'browser/phone-tour.e2e',
  'browser/invoice.e2e',
  'browser/phone-forms.e2e',
  'screens/depot-screens.e2e',
];

const rankOf = ({ moduleId }: TestSpecification): number => {
  const at = LONG.findIndex((part) => moduleId.includes(part));
  return at === -1 ? LONG.length : at;
};

/** The order of files in a run. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}
