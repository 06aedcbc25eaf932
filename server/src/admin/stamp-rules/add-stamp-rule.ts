import { type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { NewStampRule, StampRuleRecord } from '#shared/contract/hq/stamp-rules.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { isDay } from '#shared/domain/company-day.ts';
import { invariant } from '#shared/domain/invariant.ts';
import { algiersDay } from '#shared/domain/references.ts';
import { bandsFault } from '#shared/domain/stamp-duty.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { because } from '../../http/because.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import { change } from '../../store/build-change.ts';
import { appendChanges } from '../../store/changes.ts';
import type { Transaction } from '../../store/database.ts';
import { lockCompany, toldOfCompany } from '../../store/entities/company.ts';
import { readStampRuleRecords } from '../../store/entities/stamp-rule.ts';
import { type Acted, acted } from '../acts/act.ts';

/**
 * Adds a rule of stamp duty, for a day that has not begun: what phones, hubs and the server have computed stays so. It
 * rides with the company's identities, so that every phone has it before that day.
 */
export async function addStampRule(
  tx: Transaction,
  deps: ServerDeps,
  userId: number,
  { rule, reason }: NewStampRule,
): Promise<Result<Acted<StampRuleRecord>, RequestError>> {
  const nowMs = deps.clock.now();
  if (!isDay(rule.since)) return refuse('INVALID_REQUEST', `${rule.since} is not in the calendar.`);
  if (rule.since <= algiersDay(nowMs)) {
    return because(
      'DAY_PAST',
      'CONFLICT',
      'A rule begins tomorrow or later: what was invoiced until now stays as it is.',
    );
  }
  const fault = bandsFault(rule);
  if (fault !== null) return refuse('INVALID_REQUEST', FAULTS[fault]);
  if ((await lockCompany(tx)) === null) {
    return because(
      'NO_COMPANY',
      'CONFLICT',
      "Write the company's identities first: the rule reaches the phones with them.",
    );
  }
  const before = await readStampRuleRecords(tx);
  if (before.length >= LIMITS.stampRules)
    return because('FULL', 'CONFLICT', `There are ${LIMITS.stampRules} rules already.`);
  const made = await tx.query<{ id: number }>(
    'INSERT INTO stamp_rules (since, rule, reason, created_by, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING id',
    [rule.since, JSON.stringify(rule), reason, userId, isoTime(nowMs)],
  );
  const record = (await readStampRuleRecords(tx)).find(({ id }) => id === made.rows[0]?.id);
  invariant(record !== undefined, 'the rule was just written');
  const subject = { entity_type: 'COMPANY', entity_id: 'company', action: 'COMPANY_UPSERTED' } as const;
  await appendChanges(tx, [change(deps, subject, (await toldOfCompany(tx)) ?? {})]);
  return acted(record, {
    ...{ what: 'STAMP_RULE_ADDED', entity: ['STAMP_RULE', record.id], name: rule.since, before: null },
    ...{ after: { ...rule }, reason },
  });
}

const FAULTS = {
  ORDER: 'Each band ends above the one before it.',
  OPEN: 'The last band has no end, and it alone.',
  MAXIMUM: 'The most is no less than the least.',
} as const;
