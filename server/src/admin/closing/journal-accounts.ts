import { ok, type RequestError, type Result } from '#shared/contract/errors.ts';
import {
  JournalAccountsList,
  JournalAccountsRecord,
  NewJournalAccounts,
} from '#shared/contract/hq/journal-accounts.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { invariant } from '#shared/domain/invariant.ts';
import { accountsOn, SHIPPED_ACCOUNTS } from '#shared/domain/sales-journal.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { because } from '../../http/because.ts';
import { sendResult } from '../../http/typed-app.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import type { Queryable, Transaction } from '../../store/database.ts';
import { type Acted, acted } from '../acts/act.ts';
import type { Hq } from '../hq.ts';
import { withNormalisedTexts } from '../rows.ts';
import { holdClosedThrough, readClosedThrough } from './closed-months.ts';

/** The accounts of the sales journal, by the first month of each. */
export function journalAccountRoutes({ app, deps, actorIn, act }: Hq): void {
  /** → what is shipped, and the company's own with their authors. */
  app.get('/journal-accounts', { schema: { response: { 200: JournalAccountsList } } }, async (_request, reply) => {
    const items = await readAccounts(deps.database);
    return sendResult(
      reply,
      ok({ shipped: SHIPPED_ACCOUNTS, closed_through: await readClosedThrough(deps.database), items }),
    );
  });
  const schema = { body: NewJournalAccounts, response: { 201: JournalAccountsRecord } };
  /** → 201 and the accounts. 400 for a month that is closed: what was exported of it stays as it is. */
  app.post('/journal-accounts', { schema }, async (request, reply) => {
    const asked = withNormalisedTexts(request.body);
    return sendResult(reply, await act(request, (tx) => setAccounts(tx, deps, actorIn(request).userId, asked)), 201);
  });
}

async function setAccounts(
  tx: Transaction,
  deps: ServerDeps,
  userId: number,
  { since, accounts, reason }: NewJournalAccounts,
): Promise<Result<Acted<JournalAccountsRecord>, RequestError>> {
  const through = await holdClosedThrough(tx);
  if (through !== null && since <= through)
    return because('MONTH_CLOSED', 'INVALID_REQUEST', `${through} and all before it are closed.`);
  const written = await readAccounts(tx);
  if (written.length >= LIMITS.journalAccounts) {
    return because('FULL', 'CONFLICT', `The accounts have been changed ${LIMITS.journalAccounts} times.`);
  }
  const made = await tx.query<{ id: number }>(
    'INSERT INTO journal_accounts (since, accounts, reason, created_by, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING id',
    [since, JSON.stringify(accounts), reason, userId, isoTime(deps.clock.now())],
  );
  const record = (await readAccounts(tx)).find(({ id }) => id === made.rows[0]?.id);
  invariant(record !== undefined, 'the accounts were just written');
  return acted(record, {
    ...{ what: 'JOURNAL_ACCOUNTS_SET', entity: ['JOURNAL_ACCOUNTS', record.id], name: since },
    ...{ before: { ...accountsOn(written, since) }, after: { ...accounts }, reason },
  });
}

async function readAccounts(database: Queryable): Promise<JournalAccountsRecord[]> {
  const { rows } = await database.query<JournalAccountsRecord>(
    `SELECT j.id, j.since, j.accounts, j.reason, u.name AS user_name, j.created_at
     FROM journal_accounts j JOIN users u ON u.id = j.created_by ORDER BY j.id`,
  );
  return rows;
}
