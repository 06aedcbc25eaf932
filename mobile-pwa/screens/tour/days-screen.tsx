import { Text, Title } from '@mantine/core';
import { IconCalendarOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { formatDay } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { usePhoneQuery } from '../../app/phone-context.tsx';
import { Screen } from '../../app/screen.tsx';
import { useToday } from '../../app/use-today.ts';
import { History } from '../outbox/history.tsx';
import { DayFacts } from './day-facts.tsx';

/** The days before this one, as far back as the phone keeps them, and what was recorded at each stop. */
export function DaysScreen() {
  const { t } = useTranslation('phone');
  const language = useLanguage();
  const { today } = useToday();
  const { data: days } = usePhoneQuery(['days'], (phone) => phone.recordedDays());
  const past = days?.filter(({ day }) => day !== today);
  return (
    <Screen title={t('day.title')} back="/">
      {past === undefined ? (
        <LoadingShape rows={5} height={56} />
      ) : past.length === 0 ? (
        <EmptyState icon={IconCalendarOff} title={t('day.none')}>
          {t('day.noneMore')}
        </EmptyState>
      ) : (
        <ul className="rows">
          {past.map((record) => (
            <li key={record.day} className="row">
              <span className="row-main">
                <Title order={2} size="h5">
                  {formatDay(record.day, language)}
                </Title>
                <DayFacts totals={record} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {past !== undefined && past.length > 0 && (
        <Text c="dimmed" mt="md">
          {t('day.kept')}
        </Text>
      )}
      <History />
    </Screen>
  );
}
