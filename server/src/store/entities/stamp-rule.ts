import type { StampRuleRecord } from '#shared/contract/hq/stamp-rules.ts';
import type { StampRule } from '#shared/contract/stamp-rules.ts';
import type { Queryable } from '../database.ts';

/** Of each day on which a rule begins the one that counts, the earliest first. */
export async function readStampRules(database: Queryable): Promise<StampRule[]> {
  const { rows } = await database.query<{ rule: StampRule }>(
    'SELECT DISTINCT ON (since) rule FROM stamp_rules ORDER BY since, id DESC',
  );
  return rows.map(({ rule }) => rule);
}

/** Every rule that was ever written, with its author. */
export async function readStampRuleRecords(database: Queryable): Promise<StampRuleRecord[]> {
  const { rows } = await database.query<StampRuleRecord>(
    `SELECT r.id, r.rule, r.reason, u.name AS user_name, r.created_at,
       EXISTS (SELECT FROM stamp_rules o WHERE o.since = r.since AND o.id > r.id) AS is_replaced
     FROM stamp_rules r JOIN users u ON u.id = r.created_by ORDER BY r.since, r.id`,
  );
  return rows;
}
