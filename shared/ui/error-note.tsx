import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { errorTextKey } from './error-text-key.ts';

export interface ErrorNoteProps {
  /** A problem's code, or `OFFLINE` where no answer came. */
  code: string;
  /** What happened, where the app knows better than the usual sentence. What a node says is for its log and for scripts. */
  what?: string | undefined;
  /** What is safe, where the app knows better than the usual sentence. */
  safe?: string | undefined;
  /** What to do now, likewise. */
  todo?: string | undefined;
  onRetry?: (() => void) | undefined;
}

/** What happened, what is safe, what to do, in words alone: a code tells a person nothing, and an unknown one has words too. */
export function ErrorNote({ code, what, safe, todo, onRetry }: ErrorNoteProps) {
  const { t } = useTranslation();
  const key = errorTextKey(code);
  return (
    <Alert
      role="alert"
      color="red"
      variant="outline"
      icon={<IconAlertTriangle aria-hidden />}
      title={what ?? t(`error.${key}.what`)}
      bg="var(--surface)"
    >
      <Stack gap="xs" align="start">
        <Text size="sm">{safe ?? t(`error.${key}.safe`)}</Text>
        <Text size="sm" fw={600}>
          {todo ?? t(`error.${key}.todo`)}
        </Text>
        {onRetry && (
          <Button size="sm" onClick={onRetry}>
            {t('action.retry')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
