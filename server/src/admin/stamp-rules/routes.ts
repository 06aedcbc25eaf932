import { ok } from '#shared/contract/errors.ts';
import { NewStampRule, StampRuleRecord, StampRules } from '#shared/contract/hq/stamp-rules.ts';
import { SHIPPED_STAMP_DUTY } from '#shared/domain/stamp-duty.ts';
import { sendResult } from '../../http/typed-app.ts';
import { readStampRuleRecords } from '../../store/entities/stamp-rule.ts';
import type { Hq } from '../hq.ts';
import { withNormalisedTexts } from '../rows.ts';
import { addStampRule } from './add-stamp-rule.ts';

/** The rules of stamp duty on cash, of every day. */
export function stampRuleRoutes({ app, deps, actorIn, act }: Hq): void {
  /** → what is shipped, and the company's own rules with their authors. */
  app.get('/stamp-rules', { schema: { response: { 200: StampRules } } }, async (_request, reply) => {
    const items = await readStampRuleRecords(deps.database);
    return sendResult(reply, ok({ shipped: SHIPPED_STAMP_DUTY, items }));
  });
  /** → 201 and the rule. 400 for bands that cannot be, 409 for a day that has begun. */
  app.post(
    '/stamp-rules',
    { schema: { body: NewStampRule, response: { 201: StampRuleRecord } } },
    async (request, reply) => {
      const asked = withNormalisedTexts(request.body);
      return sendResult(reply, await act(request, (tx) => addStampRule(tx, deps, actorIn(request).userId, asked)), 201);
    },
  );
}
