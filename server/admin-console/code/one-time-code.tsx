import { Button, CopyButton, Group, Stack, Text } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OneTimeCode as Code } from '#shared/contract/identity.ts';
import { formatDateTime } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { NextButton } from '#shared/ui/next-button.tsx';
import './one-time-code.css';

export interface OneTimeCodeProps {
  code: Code;
  title: string;
  /** What to do with it. */
  children: ReactNode;
  onClose: () => void;
}

/** A code that is shown once: HQ keeps only its fingerprint. */
export function OneTimeCode({ code: { code, expires_at }, title, children, onClose }: OneTimeCodeProps) {
  const { t } = useTranslation(['hq', 'ui']);
  const language = useLanguage();
  return (
    <Stack>
      <Text fw={600}>{title}</Text>
      <output className="one-time-code ltr">{code}</output>
      {children}
      <Text size="sm" c="dimmed">
        {t('code.expires', { time: formatDateTime(expires_at, language) })}
      </Text>
      <Group justify="end">
        <CopyButton value={code}>
          {({ copied, copy }) => (
            <Button
              onClick={copy}
              leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
            >
              {copied ? t('ui:action.copied') : t('ui:action.copy')}
            </Button>
          )}
        </CopyButton>
        <NextButton onClick={onClose}>{t('ui:action.close')}</NextButton>
      </Group>
    </Stack>
  );
}
