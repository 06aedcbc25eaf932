import { ok } from '#shared/contract/errors.ts';
import { asOperator } from '../app/as-operator.ts';
import { auditSums, tellFindings } from '../store/sums/audit-sums.ts';

/** `npm run audit:sums`, with the server's own settings: whether all sums hold. Exit code 1 where one does not. */
await asOperator(async ({ database }) => {
  const found = await auditSums(database);
  return ok({ text: tellFindings(found), isWell: found.length === 0 });
});
