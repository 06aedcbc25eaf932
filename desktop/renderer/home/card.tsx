import { Group, Paper, Title } from '@mantine/core';
import type { ReactNode } from 'react';

export interface CardProps {
  title: string;
  /** Stands at the end of the head. */
  aside?: ReactNode;
  children: ReactNode;
}

export function Card({ title, aside, children }: CardProps) {
  return (
    <Paper withBorder shadow="sm" p="lg" component="section" aria-label={title}>
      <Group justify="space-between" mb="sm" mih={28}>
        <Title order={3} size="h4">
          {title}
        </Title>
        {aside}
      </Group>
      {children}
    </Paper>
  );
}
