import { Company } from '#shared/contract/entities.ts';
import { ok } from '#shared/contract/errors.ts';
import { CompanyInput } from '#shared/contract/hq/requests.ts';
import { sendResult } from '../http/typed-app.ts';
import type { ServerDeps } from '../identity/deps.ts';
import { change } from '../store/build-change.ts';
import { appendChanges } from '../store/changes.ts';
import type { Transaction } from '../store/database.ts';
import { lockCompany, readCompany, toldOfCompany, writeCompany } from '../store/entities/company.ts';
import { acted, changedBy } from './acts/act.ts';
import type { Hq } from './hq.ts';
import { checkIfMatch, etagOf } from './preconditions.ts';
import { withNormalisedTexts } from './rows.ts';

/** What is shown where nobody has written anything yet. */
const UNWRITTEN: Company = {
  name: '',
  legal_form: null,
  activity: null,
  address: null,
  phone: null,
  capital: null,
  rc: null,
  nif: null,
  nis: null,
  ai: null,
};

/**
 * GET → the company's identities and their `ETag`. PUT writes them whole, with `If-Match` → as they are now: every phone
 * and hub is told, since they stand on its papers. 400, 412, 428.
 */
export function companyRoutes({ app, deps, act }: Hq): void {
  const response = { 200: Company };
  app.get('/company', { schema: { response } }, async (_request, reply) => {
    const company = (await readCompany(deps.database)) ?? UNWRITTEN;
    return sendResult(reply.header('etag', etagOf(company)), ok(company));
  });
  app.put('/company', { schema: { body: CompanyInput, response } }, async (request, reply) => {
    const written = await act(request, async (tx) => {
      const known = await lockCompany(tx);
      const matches = checkIfMatch(request.headers['if-match'], known ?? UNWRITTEN);
      return matches.ok ? writeAndTell(tx, deps, known, withNormalisedTexts(request.body)) : matches;
    });
    if (written.ok) reply.header('etag', etagOf(written.value));
    return sendResult(reply, written);
  });
}

async function writeAndTell(tx: Transaction, deps: ServerDeps, known: Company | null, input: CompanyInput) {
  const company: Company = { ...UNWRITTEN, ...input };
  await writeCompany(tx, company, known === null);
  const subject = { entity_type: 'COMPANY', entity_id: 'company', action: 'COMPANY_UPSERTED' } as const;
  await appendChanges(tx, [change(deps, subject, (await toldOfCompany(tx)) ?? company)]);
  const before = { id: 'company', ...(known ?? UNWRITTEN) };
  return acted(company, changedBy({ what: 'COMPANY_CHANGED', type: 'COMPANY' }, before, { id: 'company', ...company }));
}
