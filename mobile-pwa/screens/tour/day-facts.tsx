import { Button, Text, Title } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { DayTotals } from '#shared/domain/day-totals.ts';
import { Amount } from '#shared/ui/amount.tsx';
import { usePhoneQuery } from '../../app/phone-context.tsx';

/** What a day came to: done and failed, cash and cheques. */
export function DayFacts({ totals: { delivered, failed, cash, cheques } }: { totals: DayTotals }) {
  const { t } = useTranslation('phone');
  return (
    <Text component="span" display="block" c="dimmed">
      {t('day.delivered', { count: delivered })} · {t('day.failed', { count: failed })} · {t('day.cash')}{' '}
      <Amount value={cash} />
      {cheques.count > 0 && (
        <>
          {' '}
          · {t('day.cheques', { count: cheques.count })} <Amount value={cheques.amount} />
        </>
      )}
    </Text>
  );
}

/** What this day has come to so far, and the way to those before it. */
export function DayEnd({ today }: { today: string }) {
  const { t } = useTranslation('phone');
  const { data: days } = usePhoneQuery(['days'], (phone) => phone.recordedDays());
  const totals = days?.find(({ day }) => day === today);
  return (
    <section>
      {totals !== undefined && (
        <>
          <Title order={2} size="h5" mt="lg" c="dimmed">
            {t('day.today')}
          </Title>
          <DayFacts totals={totals} />
        </>
      )}
      <Button component={Link} to="/days" fullWidth mt="md" leftSection={<IconCalendar aria-hidden />}>
        {t('day.title')}
      </Button>
    </section>
  );
}
