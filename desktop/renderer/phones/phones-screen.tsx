import { Button, Group, Paper, Table, Text, Title, VisuallyHidden } from '@mantine/core';
import { IconDeviceMobile, IconDevices } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { DesktopOverview, DesktopPhone } from '#shared/contract/desktop.ts';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { formatDuration } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { Moment } from '#shared/ui/moment.tsx';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { overviewQuery } from '../api/queries.ts';
import { useRowKeys } from '../frame/use-row-keys.ts';
import { HubSilent } from '../home/hub-silent.tsx';
import { phonesInOrder, phoneView } from '../home/phone-view.ts';
import { PhoneActs } from './phone-acts.tsx';
import { phoneLetters } from './phone-list.ts';
import { PhoneName } from './phone-name.tsx';
import { BatteryLevel, OnPhone, Unsaid } from './phone-said.tsx';

/** Each phone that was here: what of it waits, how its clock is, and when it was last heard. */
export function PhonesScreen() {
  const { t } = useTranslation('depot');
  const [, navigate] = useLocation();
  const { data, error, isPending } = useQuery(overviewQuery);
  usePageTitle(t('phoneList.title'));
  return (
    <>
      <Group justify="space-between" mb="md">
        <Group align="baseline">
          <Title order={2}>{t('phoneList.title')}</Title>
          {data && <Text c="dimmed">{t('phoneList.count', { count: data.phones_total })}</Text>}
        </Group>
        <Button leftSection={<IconDevices size={20} aria-hidden />} onClick={() => navigate('/pairing')}>
          {t('phoneList.add')}
        </Button>
      </Group>
      {error && <HubSilent error={error} last={data ?? null} />}
      {isPending && <LoadingShape rows={6} height={48} />}
      {data && <Phones overview={data} />}
    </>
  );
}

function Phones({ overview: { phones, phones_total, now } }: { overview: DesktopOverview }) {
  const { t } = useTranslation('depot');
  const onKeyDown = useRowKeys();
  if (phones.length === 0) {
    return (
      <EmptyState icon={IconDeviceMobile} title={t('phones.none')}>
        {t('phones.noneMore')}
      </EmptyState>
    );
  }
  const letters = phoneLetters(phones);
  return (
    <Paper withBorder>
      <Table verticalSpacing="sm" horizontalSpacing="md" fz="md" onKeyDown={onKeyDown}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('phoneList.person')}</Table.Th>
            <Table.Th>{t('phoneList.onPhone')}</Table.Th>
            <Table.Th>{t('phoneList.unsent')}</Table.Th>
            <Table.Th>{t('phoneList.battery')}</Table.Th>
            <Table.Th>{t('phoneList.clock')}</Table.Th>
            <Table.Th>{t('phoneList.app')}</Table.Th>
            <Table.Th>{t('phoneList.seen')}</Table.Th>
            <Table.Th>
              <VisuallyHidden>{t('phoneList.acts')}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {phonesInOrder(phones).map((phone) => (
            <Row key={phone.device_id} phone={phone} letter={letters.get(phone.device_id)} nowMs={Date.parse(now)} />
          ))}
        </Table.Tbody>
      </Table>
      {phones_total > phones.length && (
        <Text c="dimmed" p="md">
          {t('phones.cut', { shown: phones.length, total: phones_total })}
        </Text>
      )}
    </Paper>
  );
}

function Row({ phone, letter, nowMs }: { phone: DesktopPhone; letter: string | undefined; nowMs: number }) {
  const { t } = useTranslation('depot');
  const language = useLanguage();
  const { here, clockOffMs } = phoneView(phone, nowMs);
  const duration = clockOffMs === null ? '' : formatDuration(clockOffMs, language);
  return (
    <Table.Tr>
      <Table.Td>
        <PhoneName phone={phone} letter={letter} />
      </Table.Td>
      <Table.Td>
        <OnPhone unsent={phone.unsent} />
      </Table.Td>
      <Table.Td>
        {phone.pending_events > 0 ? (
          <StateBadge state="depot" count={phone.pending_events} />
        ) : (
          <Text c="dimmed">{t('phones.allHandedIn')}</Text>
        )}
      </Table.Td>
      <Table.Td>
        <BatteryLevel percent={phone.battery} />
      </Table.Td>
      <Table.Td fw={clockOffMs === null ? 400 : 600}>
        {clockOffMs === null
          ? t('phoneList.clockGood')
          : t(phone.clock_drift_ms > 0 ? 'phoneList.clockAhead' : 'phoneList.clockBehind', { duration })}
      </Table.Td>
      <Table.Td>{phone.app === null ? <Unsaid /> : <bdi>{phone.app}</bdi>}</Table.Td>
      <Table.Td>{here ? t('phones.here') : <Moment at={phone.last_seen_at} now={nowMs} />}</Table.Td>
      <Table.Td w={64}>
        <PhoneActs phone={phone} letter={letter} />
      </Table.Td>
    </Table.Tr>
  );
}
