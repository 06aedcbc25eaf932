import { ok } from '#shared/contract/errors.ts';
import { NewTvaRule, TvaRuleRecord, TvaRules } from '#shared/contract/hq/tva-rules.ts';
import { sendResult } from '../../http/typed-app.ts';
import { readTvaRules } from '../../store/entities/tva-rule.ts';
import type { Hq } from '../hq.ts';
import { withNormalisedTexts } from '../rows.ts';
import { addTvaRule } from './add-tva-rule.ts';

/** The rates of TVA by the day on which each begins. */
export function tvaRuleRoutes({ app, deps, actorIn, act }: Hq): void {
  /** → the company's rules with their authors. */
  app.get('/tva-rules', { schema: { response: { 200: TvaRules } } }, async (_request, reply) =>
    sendResult(reply, ok({ items: await readTvaRules(deps.database) })),
  );
  /** → 201 and the rule. 400 for a day that has begun, a rate that cannot be or a product that is not there. */
  app.post('/tva-rules', { schema: { body: NewTvaRule, response: { 201: TvaRuleRecord } } }, async (request, reply) => {
    const asked = withNormalisedTexts(request.body);
    return sendResult(reply, await act(request, (tx) => addTvaRule(tx, deps, actorIn(request).userId, asked)), 201);
  });
}
