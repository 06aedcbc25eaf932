import process from 'node:process';
import { fail, ok } from '#shared/contract/errors.ts';
import { isoTime, systemClock } from '#shared/ports/clock.ts';
import { readEvidence } from '../admin/evidence/read-evidence.ts';
import { verifierHtml } from '../admin/evidence/verifier-html.ts';
import { asOperator } from '../app/as-operator.ts';
import { ServerKeys } from '../identity/keys.ts';

/**
 * `npm run -s evidence -- DEVICE > FILE`: all that HQ holds of a device, with the keys and HQ's word for it. `-- verifier` gives the
 * page by which anybody checks such a file.
 */
const [wanted = ''] = process.argv.slice(2);
await asOperator(async ({ database }) => {
  if (wanted === 'verifier') return ok({ text: await verifierHtml(), isWell: true });
  const keys = await ServerKeys.load(database, systemClock);
  const text = await readEvidence(
    { database, keys, nowMs: systemClock.now(), madeAt: isoTime(systemClock.now()) },
    wanted,
  );
  return text === null ? fail(`There is no device ${wanted}.`) : ok({ text, isWell: true });
});
