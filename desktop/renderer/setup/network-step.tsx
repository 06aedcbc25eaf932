import { Button, Group, List, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconCheck, IconQuestionMark, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { NetworkCheck } from '#shared/contract/desktop/network.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { networkQuery } from '../api/setup.ts';

const LOOKS = {
  GOOD: { icon: IconCheck, color: 'green.8' },
  BAD: { icon: IconX, color: 'red.8' },
  UNSURE: { icon: IconQuestionMark, color: 'gray.7' },
} as const;

/** The self-test: each line says what is well, or what keeps phones away and what to do. */
export function NetworkStep() {
  const { t } = useTranslation('depot');
  const { data, isFetching, refetch } = useQuery(networkQuery);
  if (!data) return <LoadingShape rows={5} height={48} />;
  return (
    <Stack>
      <List listStyleType="none" spacing="md" size="lg" aria-live="polite">
        {data.checks.map((check) => (
          <Check key={check.what} check={check} />
        ))}
      </List>
      <Group>
        <Button variant="default" size="lg" loading={isFetching} onClick={() => void refetch()}>
          {t('network.again')}
        </Button>
        <Text c="dimmed">
          {t('network.addresses')} <bdi className="ltr">{data.addresses.join(', ') || '—'}</bdi>
        </Text>
      </Group>
    </Stack>
  );
}

function Check({ check: { what, state, cause } }: { check: NetworkCheck }) {
  const { t } = useTranslation('depot');
  const { icon: Icon, color } = LOOKS[state];
  return (
    <List.Item
      icon={
        <ThemeIcon color={color} size={32} radius="xl">
          <Icon size={20} aria-hidden />
        </ThemeIcon>
      }
    >
      <Text inherit fw={600}>
        {t('network.line', { name: t(`network.${what}.name`), state: t(`network.state.${state}`) })}
      </Text>
      {cause !== null && <Text inherit>{t(`network.cause.${cause}`)}</Text>}
    </List.Item>
  );
}
