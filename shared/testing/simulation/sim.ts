import { parseArgs } from 'node:util';
import { campaign, tell } from './campaign.ts';

/** `npm run sim -- --seed N --runs M [--log]`: M runs from seed N on; exit code 1 where a seed fails. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '300' },
    log: { type: 'boolean', default: false },
  },
});
const result = await campaign({
  firstSeed: Number(values.seed),
  runs: Number(values.runs),
  ...(values.log ? { write: (line: string) => void process.stdout.write(`${line}\n`) } : {}),
});
process.stdout.write(tell(result));
process.exitCode = result.failures.length === 0 ? 0 : 1;
