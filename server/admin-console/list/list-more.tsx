import { Button, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type List, rowsOf } from '../api/use-list.ts';

/** Below a list that is cut: how much of it is in sight, and the way to the rest. */
export function ListMore<Row>({ list }: { list: List<Row> }) {
  const { t } = useTranslation('hq');
  if (!list.hasNextPage) return null;
  return (
    <Stack mt="md" gap="xs" align="center">
      <Text size="sm" c="dimmed">
        {t('list.cut', { count: rowsOf(list).length })}
      </Text>
      <Button onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
        {t('list.more')}
      </Button>
    </Stack>
  );
}
