import { Stack, Text, Title } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

export interface EmptyStateProps {
  icon: Icon;
  /** What belongs here. */
  title: string;
  /** How it gets here, or what to do. */
  children: ReactNode;
  action?: ReactNode;
  /** It is all that the page says, so its title is the page’s heading. */
  isPage?: boolean;
}

export function EmptyState({ icon: Icon, title, children, action, isPage = false }: EmptyStateProps) {
  return (
    <Stack align="center" gap="xs" py="lg" px="md" ta="center">
      <Icon size={40} stroke={1.5} color="var(--ink-soft)" aria-hidden />
      {isPage ? (
        <Title order={1} fz="md">
          {title}
        </Title>
      ) : (
        <Text fw={600}>{title}</Text>
      )}
      <Text c="dimmed" maw="46ch" style={{ textWrap: 'balance' }}>
        {children}
      </Text>
      {action}
    </Stack>
  );
}
