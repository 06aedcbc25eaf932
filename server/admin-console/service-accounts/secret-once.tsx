import { Button, CopyButton, Group, Stack, Text } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { NextButton } from '#shared/ui/next-button.tsx';
import '../code/one-time-code.css';

interface SecretOnceProps {
  secret: string;
  title: string;
  /** What to do with it now. */
  use: string;
  onClose: () => void;
}

/** A key or a secret of a program: shown once, and copied from there. */
export function SecretOnce({ secret, title, use, onClose }: SecretOnceProps) {
  const { t } = useTranslation('ui');
  return (
    <Stack>
      <Text fw={600}>{title}</Text>
      <output className="one-time-code ltr">{secret}</output>
      <Text>{use}</Text>
      <Group justify="end">
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button
              onClick={copy}
              leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
            >
              {copied ? t('action.copied') : t('action.copy')}
            </Button>
          )}
        </CopyButton>
        <NextButton onClick={onClose}>{t('action.close')}</NextButton>
      </Group>
    </Stack>
  );
}
