import { Group, Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { systemClock } from '#shared/ports/clock.ts';
import { MonthInput } from '#shared/ui/day/month-input.tsx';
import { dayOf } from '#shared/ui/format.ts';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { ClientFilter } from '../list/client-filter.tsx';
import { DepotFilter } from '../list/depot-filter.tsx';
import { useParams } from '../list/use-params.ts';
import { ClientsWaiting } from './clients-waiting.tsx';
import { NotesOfMonth } from './notes-of-month.tsx';

/** One invoice for a client's delivery notes: whose notes of a month wait for one, then those of a client, and what they come to. */
export function SummaryScreen() {
  const { t } = useTranslation('hq');
  const [asked, change] = useParams(['client_id', 'depot_id', 'month']);
  usePageTitle(t('summary.title'));
  const month = asked.month || dayOf(systemClock.now()).slice(0, 7);
  const Shown = asked.client_id === '' ? ClientsWaiting : NotesOfMonth;
  return (
    <Stack>
      <Title order={1} size="h3">
        {t('summary.title')}
      </Title>
      <Group align="end" gap="sm" role="search">
        <MonthInput label={t('numbers.month')} value={month} onChange={(month) => change({ month })} />
        <DepotFilter value={asked.depot_id} onChange={(depot_id) => change({ depot_id })} />
        <ClientFilter value={asked.client_id} onChange={(client_id) => change({ client_id })} />
      </Group>
      <Shown asked={{ ...asked, month }} change={change} />
    </Stack>
  );
}
