import { Alert, Button, Text } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** Something that the depot must read, above the cards. `person`: somebody has to do something. */
export function Note(props: {
  tone: 'person' | 'depot';
  icon: Icon;
  title: string;
  todo: string;
  children?: ReactNode;
  /** Given: it can be put away, under this label. */
  close?: { label: string; act: () => void };
}) {
  const { tone, icon: NoteIcon, title, todo, children, close } = props;
  // The library's own red is white in the dark.
  const color = `var(--state-${tone})`;
  return (
    <Alert
      role={tone === 'person' ? 'alert' : 'status'}
      variant="outline"
      icon={<NoteIcon aria-hidden />}
      title={
        <Text inherit fz="lg">
          {title}
        </Text>
      }
      bg="var(--surface)"
      mb="md"
      style={{ borderColor: color }}
      styles={{ title: { color }, icon: { color } }}
    >
      {children && <Text size="lg">{children}</Text>}
      <Text size="lg" fw={600}>
        {todo}
      </Text>
      {close && (
        <Button mt="sm" onClick={close.act}>
          {close.label}
        </Button>
      )}
    </Alert>
  );
}
