import { useTranslation } from 'react-i18next';
import { ROLES } from '#shared/contract/entities.ts';
import { isDay } from '#shared/domain/company-day.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { formatDate, formatNumber, formatPercent } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { UNNAMED, useDepots, useUsers } from '../api/directory.ts';
import { DELIVERY_STATUSES } from '../deliveries/statuses.ts';
import type { ShownMember } from './act-text.ts';

const METHODS = ['CASH', 'CHEQUE', 'TRANSFER', 'CREDIT'] as const;

/** A value of an act as a person reads it. */
export function MemberValue({ form, value }: { form: ShownMember['form']; value: unknown }) {
  const { t } = useTranslation(['hq', 'ui']);
  const language = useLanguage();
  const users = useUsers();
  const depots = useDepots();
  if (value === null || value === undefined || value === '') return UNNAMED;
  switch (form) {
    case 'money':
      return <Amount value={Number(value)} />;
    case 'percent':
      return <bdi className="ltr">{formatPercent(Number(value))}</bdi>;
    case 'number':
      return <bdi>{formatNumber(Number(value))}</bdi>;
    case 'flag':
      return t(value === true ? 'attention.yes' : 'attention.no');
    case 'depot':
      return <bdi>{depots?.get(Number(value))?.name ?? UNNAMED}</bdi>;
    case 'depots':
      return (
        <bdi>
          {[value]
            .flat()
            .flatMap((id) => depots?.get(Number(id))?.name ?? [])
            .join(', ') || UNNAMED}
        </bdi>
      );
    case 'user':
      return <bdi>{users?.get(Number(value))?.name ?? UNNAMED}</bdi>;
    case 'day':
      return <bdi>{formatDate(String(value), language)}</bdi>;
    case 'moment':
      return <DayOrMoment at={String(value)} />;
    case 'role': {
      const role = ROLES.find((known) => known === value);
      return role ? t(`ui:role.${role}`) : UNNAMED;
    }
    case 'method': {
      const method = METHODS.find((known) => known === value);
      return method ? t(`ui:payment.${method}`) : UNNAMED;
    }
    case 'status': {
      const status = DELIVERY_STATUSES.find((known) => known === value);
      return status ? t(`ui:delivery.${status}`) : UNNAMED;
    }
    case 'text':
      return <bdi>{String(value)}</bdi>;
  }
}

/** The end of a code is a moment, that of a lot a day. */
function DayOrMoment({ at }: { at: string }) {
  const language = useLanguage();
  return isDay(at) ? <bdi>{formatDate(at, language)}</bdi> : <Moment at={at} />;
}
