import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { CSSProperties, ReactNode } from 'react';

/** The red of 'needs a person', the same by day and by night. */
const RED = { '--alert-color': 'var(--state-person)', '--alert-bd': '2px solid var(--state-person)' } as CSSProperties;

/** Something is wrong and a person has to act; read out at once. */
export function Alarm({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <Alert role="alert" variant="outline" my="sm" style={RED} icon={<IconAlertTriangle aria-hidden />} title={title}>
      {children}
    </Alert>
  );
}
