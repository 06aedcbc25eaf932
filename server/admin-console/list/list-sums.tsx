import { Group, Text } from '@mantine/core';
import { Amount } from '#shared/ui/amount.tsx';
import type { List } from '../api/use-list.ts';

/** What the rows of a list come to, those that are not in sight too. Beyond what HQ counts it is left out. */
export function ListSums<Row>({ list, names }: { list: List<Row>; names: Record<string, string> }) {
  const sums = list.data?.pages[0]?.sums;
  if (!sums || !list.data?.pages[0]?.total) return null;
  return (
    <Group gap="lg" mb="sm">
      {Object.entries(names).map(([member, name]) => (
        <Text key={member} size="sm">
          {name}{' '}
          <strong>
            <Amount value={sums[member] ?? 0} />
          </strong>
        </Text>
      ))}
    </Group>
  );
}
