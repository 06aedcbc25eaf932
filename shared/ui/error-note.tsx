import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { errorTextKey } from './error-text-key.ts';

export interface ErrorNoteProps {
  /** A problem's code, or `OFFLINE` where no answer came. */
  code: string;
  /** What the node said of this very case; stands in for the usual first sentence. */
  detail?: string | undefined;
  /** What is safe, where the app knows better than the usual sentence. */
  safe?: string | undefined;
  onRetry?: (() => void) | undefined;
}

/** What happened, what is safe, what to do. The code is for the log, never for the screen. */
export function ErrorNote({ code, detail, safe, onRetry }: ErrorNoteProps) {
  const { t } = useTranslation();
  const words = errorTextKey(code);
  return (
    <Alert
      role="alert"
      color="red"
      variant="outline"
      icon={<IconAlertTriangle aria-hidden />}
      title={detail ?? t(`error.${words}.what`)}
      bg="var(--surface)"
    >
      <Stack gap="xs" align="start">
        <Text size="sm">{safe ?? t(`error.${words}.safe`)}</Text>
        <Text size="sm" fw={600}>
          {t(`error.${words}.todo`)}
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
