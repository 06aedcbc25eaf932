import type { TvaRuleRecord } from '#shared/contract/hq/tva-rules.ts';

/** Whether one of its products bears this rule's rate today: it has begun, and no later one that has names that product. */
export const isInForce = (rule: TvaRuleRecord, all: readonly TvaRuleRecord[], today: string): boolean =>
  rule.since <= today &&
  rule.product_ids.some(
    (id) => !all.some((other) => isAfter(other, rule) && other.since <= today && other.product_ids.includes(id)),
  );

const isAfter = (a: TvaRuleRecord, b: TvaRuleRecord): boolean =>
  a.since > b.since || (a.since === b.since && a.id > b.id);
