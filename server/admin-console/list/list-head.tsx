import { Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '#shared/ui/use-page-title.ts';

export interface ListHeadProps {
  title: string;
  /** Rows in sight; null while they come. None needs no number: the empty state says it. */
  count: number | null;
  /** Whether there are more than those. */
  more?: boolean;
  action?: ReactNode;
  /** The filters. */
  children?: ReactNode;
}

export function ListHead({ title, count, more = false, action, children }: ListHeadProps) {
  const { t } = useTranslation('hq');
  usePageTitle(title);
  return (
    <>
      <Group justify="space-between" mb="sm" mih={42}>
        <Group align="baseline" gap="sm">
          <Title order={1} size="h3">
            {title}
          </Title>
          {count !== null && count > 0 && (
            <Text size="sm" c="dimmed" role="status">
              {more ? t('list.countMore', { count }) : t('list.count', { count })}
            </Text>
          )}
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
