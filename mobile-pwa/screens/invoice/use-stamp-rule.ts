import type { StampRule } from '#shared/contract/stamp-rules.ts';
import { stampRuleOn } from '#shared/domain/stamp-duty.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { dayOf } from '#shared/ui/format.ts';
import { usePhoneQuery } from '../../app/phone-context.tsx';
import { useToday } from '../../app/use-today.ts';

/** What stamp duty on cash is today, as HQ has said it. */
export function useStampRule(): StampRule {
  const { today } = useToday();
  const { data } = usePhoneQuery(['company'], (phone) => phone.company());
  return stampRuleOn(data?.stamp_rules, today ?? dayOf(systemClock.now()));
}
