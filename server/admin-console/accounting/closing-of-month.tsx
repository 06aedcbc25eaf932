import { List, Stack, Text, Title } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { MonthClosing, MonthExport } from '#shared/contract/hq/closing.ts';
import { formatDate, formatMonth } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { Moment } from '#shared/ui/moment.tsx';
import { isolated } from '#shared/ui/paper/isolates.ts';
import { hqRequest } from '../api/client.ts';
import { UNNAMED, useDepots } from '../api/directory.ts';
import { ActDialog } from '../form/act-dialog.tsx';
import { ActButton } from '../list/act-button.tsx';
import type { Column } from '../list/column.ts';
import { DataTable } from '../list/data-table.tsx';
import { useOpened } from '../list/use-params.ts';

/** Whether the month's books are closed, by whom, and the journals that were taken of it since. */
export function ClosingOfMonth({ closing }: { closing: MonthClosing }) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const columns = useColumns();
  const { closed, exports, may_close } = closing;
  if (closed === null) return may_close ? <CloseMonth month={closing.month} /> : <Text>{t('closing.open')}</Text>;
  return (
    <Stack gap="xs">
      <Text fw={600}>
        {t('closing.closed', { day: formatDate(closed.at, language), name: isolated(closed.user_name) })}
      </Text>
      <Title order={2} size="h5">
        {t('closing.exports')}
      </Title>
      {exports.length === 0 ? (
        <Text>{t('closing.noExport')}</Text>
      ) : (
        <DataTable
          columns={columns}
          rows={exports}
          label={t('closing.exports')}
          keyOf={({ at, kind, sha256 }) => `${at} ${kind} ${sha256}`}
        />
      )}
    </Stack>
  );
}

function CloseMonth({ month }: { month: string }) {
  const { t } = useTranslation('hq');
  const language = useLanguage();
  const opened = useOpened();
  return (
    <div>
      <ActButton act="POST /reports/closings" icon={IconLock} onClick={() => opened.show({ act: 'close' })}>
        {t('closing.close')}
      </ActButton>
      <ActDialog
        opened={opened.act === 'close'}
        title={t('closing.closeTitle', { month: formatMonth(month, language) })}
        onClose={opened.close}
        fields={[]}
        toChange={() => hqRequest('POST /reports/closings', { body: { month } })}
        submit={t('closing.close')}
        danger
      >
        <List size="sm" spacing={4}>
          <List.Item>{t('closing.closeAll')}</List.Item>
          <List.Item>{t('closing.closeCancel')}</List.Item>
        </List>
      </ActDialog>
    </div>
  );
}

function useColumns(): Column<MonthExport>[] {
  const { t } = useTranslation('hq');
  const depots = useDepots();
  return [
    { head: t('closing.exportAt'), cell: ({ at }) => <Moment at={at} /> },
    { head: t('closing.exportKind'), cell: ({ kind }) => t(`closing.kinds.${kind}`) },
    { head: t('closing.exportBy'), cell: ({ user_name }) => <bdi>{user_name}</bdi> },
    {
      head: t('closing.exportOf'),
      cell: ({ depot_id }) =>
        depot_id === null ? t('closing.allDepots') : <bdi>{depots?.get(depot_id)?.name ?? UNNAMED}</bdi>,
    },
    {
      head: t('closing.hash'),
      cell: ({ sha256 }) => (
        <bdi className="ltr" style={{ overflowWrap: 'anywhere' }}>
          {sha256}
        </bdi>
      ),
    },
  ];
}
