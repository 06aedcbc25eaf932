import { Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '#shared/ui/use-page-title.ts';
import { type List, rowsOf } from '../api/use-list.ts';

export interface ListHeadProps<Row> {
  title: string;
  /** Which is counted beside the title. None needs no number: the empty state says it. */
  list: List<Row>;
  action?: ReactNode;
  /** The filters. */
  children?: ReactNode;
}

export function ListHead<Row>({ title, list, action, children }: ListHeadProps<Row>) {
  usePageTitle(title);
  return (
    <>
      <Group justify="space-between" mb="sm" mih={42}>
        <Group align="baseline" gap="sm">
          <Title order={1} size="h3">
            {title}
          </Title>
          <Count list={list} />
        </Group>
        {action}
      </Group>
      {children && (
        <Group mb="md" align="end" gap="sm" role="search">
          {children}
        </Group>
      )}
    </>
  );
}

/** How many rows there are in all; a list that does not say it is counted as far as it is in sight. */
function Count<Row>({ list }: { list: List<Row> }) {
  const { t } = useTranslation('hq');
  if (!list.isSuccess) return null;
  const { total, total_is_exact } = list.data.pages[0] ?? {};
  const count = total ?? rowsOf(list).length;
  const isMore = total === undefined ? list.hasNextPage : total_is_exact === false;
  if (count === 0) return null;
  return (
    <Text size="sm" c="dimmed" role="status">
      {isMore ? t('list.countMore', { count }) : t('list.count', { count })}
    </Text>
  );
}
