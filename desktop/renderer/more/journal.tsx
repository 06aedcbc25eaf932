import { Anchor, Button, Group, Paper, Table, Text, TextInput } from '@mantine/core';
import { IconListSearch, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { JournalEntry } from '#shared/contract/desktop/journal.ts';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { reasonText } from '#shared/ui/error-text-key.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { Moment } from '#shared/ui/moment.tsx';
import { StateBadge } from '#shared/ui/state-badge.tsx';
import { journalQuery } from '../api/queries.ts';
import { rowStop, useRowKeys } from '../frame/use-row-keys.ts';
import { actionText } from './action-text.ts';
import { JournalExport } from './journal-export.tsx';
import { QueueFiles } from './queue-files.tsx';

/** All that was handed in here of late, the newest first; a search looks at older ones page by page. */
export function Journal() {
  const { t } = useTranslation('depot');
  const [search, setSearch] = useState('');
  const { data, error, isPending, hasNextPage, isFetching, fetchNextPage, refetch } = useInfiniteQuery(
    journalQuery(search.trim()),
  );
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Text c="dimmed" mb="sm">
        {t('more.journalLead')}
      </Text>
      <Group align="end" mb="md" gap="lg">
        <TextInput
          size="md"
          w={480}
          label={t('more.search')}
          leftSection={<IconSearch size={18} aria-hidden />}
          value={search}
          onChange={(typed) => setSearch(typed.currentTarget.value)}
        />
        <JournalExport search={search.trim()} />
      </Group>
      <QueueFiles />
      {error && <ErrorNote code={failureIn(error).code} onRetry={() => void refetch()} />}
      {isPending && <LoadingShape rows={8} height={44} />}
      {items.length > 0 && <Entries items={items} />}
      {data && items.length === 0 && !hasNextPage && (
        <EmptyState icon={IconListSearch} title={t(search.trim() ? 'more.none' : 'more.nothingYet')}>
          {t(search.trim() ? 'more.noneMore' : 'more.nothingYetMore')}
        </EmptyState>
      )}
      {hasNextPage && (
        <Group justify="center" mt="md">
          <Button loading={isFetching} onClick={() => void fetchNextPage()}>
            {t('more.older')}
          </Button>
        </Group>
      )}
    </>
  );
}

function Entries({ items }: { items: JournalEntry[] }) {
  const { t } = useTranslation(['depot', 'ui']);
  const onKeyDown = useRowKeys();
  return (
    <Paper withBorder style={{ overflow: 'clip' }}>
      <Table horizontalSpacing="md" fz="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('more.when')}</Table.Th>
            <Table.Th>{t('more.what')}</Table.Th>
            <Table.Th>{t('more.who')}</Table.Th>
            <Table.Th>{t('more.about')}</Table.Th>
            <Table.Th>{t('more.where')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody onKeyDown={onKeyDown}>
          {items.map((entry, index) => (
            <Table.Tr key={entry.event_id} {...rowStop(index)}>
              <Table.Td>
                <Moment at={entry.at} />
              </Table.Td>
              <Table.Td>{t(`more.actions.${actionText(entry.action)}`)}</Table.Td>
              <Table.Td>
                <bdi>{entry.user_name ?? '—'}</bdi>
              </Table.Td>
              <Table.Td>
                {entry.reference ? (
                  <Anchor
                    component={Link}
                    to={`/deliveries?q=${encodeURIComponent(entry.reference)}`}
                    underline="always"
                  >
                    <bdi>{entry.reference}</bdi>
                  </Anchor>
                ) : (
                  '—'
                )}
              </Table.Td>
              <Table.Td>
                {entry.error_code === null ? (
                  <StateBadge state={entry.custody === 'AT_HQ' ? 'hq' : 'depot'} />
                ) : (
                  <StateBadge state="person">{t(`ui:reason.${reasonText(entry.error_code)}`)}</StateBadge>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}
