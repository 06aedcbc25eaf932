import { Group, Paper, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';

export interface CardProps {
  title: string;
  /** Stands at the end of the head. */
  aside?: ReactNode;
  children: ReactNode;
}

export function Card({ title, aside, children }: CardProps) {
  const id = useId();
  return (
    <Paper withBorder shadow="sm" p="lg" component="section" aria-labelledby={id}>
      <Group justify="space-between" mb="sm" mih={28}>
        <Title order={3} size="h4" id={id}>
          {title}
        </Title>
        {aside}
      </Group>
      {children}
    </Paper>
  );
}
