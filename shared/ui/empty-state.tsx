import { Stack, Text } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

export interface EmptyStateProps {
  icon: Icon;
  /** What belongs here. */
  title: string;
  /** How it gets here, or what to do. */
  children: ReactNode;
  action?: ReactNode;
}

export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <Stack align="center" gap="xs" py="lg" px="md" ta="center">
      <Icon size={40} stroke={1.5} color="var(--ink-soft)" aria-hidden />
      <Text fw={600}>{title}</Text>
      <Text c="dimmed" maw="46ch" style={{ textWrap: 'balance' }}>
        {children}
      </Text>
      {action}
    </Stack>
  );
}
