import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

const STEP = 50;

/** How much of a long list is shown: a little, and more each time it is asked for. Another list (`about`) begins anew. */
export function useShown(first: number, about: unknown = null): { shown: number; showMore: () => void } {
  const [state, setState] = useState({ about, shown: first });
  const shown = state.about === about ? state.shown : first;
  return { shown, showMore: () => setState({ about, shown: shown + STEP }) };
}

interface MoreRowsProps {
  shown: number;
  total: number;
  onMore: () => void;
  /** The list is what a search has found: more letters shorten it. */
  isSearch?: boolean;
}

/** Says that a list goes on, by how much, and how to see the rest. */
export function MoreRows({ shown, total, onMore, isSearch = false }: MoreRowsProps) {
  const { t } = useTranslation('phone');
  const left = total - shown;
  if (left <= 0) return null;
  return (
    <Group justify="space-between" gap="xs" mt="xs">
      <Text c="dimmed" role="status">
        {t('list.more', { count: left })} {isSearch && t('list.typeMore')}
      </Text>
      <Button onClick={onMore}>{t('list.show', { count: Math.min(left, STEP) })}</Button>
    </Group>
  );
}
