import { Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CodeAnswer, CodeAsked } from '#shared/contract/desktop/desk.ts';
import type { DesktopPhone } from '#shared/contract/desktop.ts';
import { formatTime } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { askCode } from '../api/desk.ts';
import { Dialog } from '../frame/dialog.tsx';
import { ActDialog } from './act-dialog.tsx';

const PURPOSES = ['PASSWORD', 'DEVICE'] as const satisfies CodeAsked['purpose'][];
type Code = NonNullable<CodeAnswer['code']>;

/** A one-time code for a phone's person, to be read out once. */
export function CodeDialog({ phone, onClose }: { phone: DesktopPhone; onClose: () => void }) {
  const { t } = useTranslation('depot');
  const [purpose, setPurpose] = useState<CodeAsked['purpose']>('PASSWORD');
  const [code, setCode] = useState<Code | null>(null);
  const title = t('phoneList.codeOf', { name: phone.user_name });
  if (code) return <ShownCode title={title} code={code} purpose={purpose} onClose={onClose} />;
  return (
    <ActDialog
      title={title}
      confirm={t('phoneList.codeConfirm')}
      act={(by) => askCode(phone.device_id, { by, purpose })}
      onDone={(answer) => setCode(answer.code)}
      onClose={onClose}
    >
      <Radio.Group
        size="lg"
        label={t('phoneList.codeFor')}
        value={purpose}
        onChange={(chosen) => setPurpose(chosen as CodeAsked['purpose'])}
      >
        <Stack gap={0} mt="xs">
          {PURPOSES.map((value) => (
            <Radio key={value} size="md" py="sm" value={value} label={t(`phoneList.codePurpose.${value}`)} />
          ))}
        </Stack>
      </Radio.Group>
    </ActDialog>
  );
}

interface ShownCodeProps {
  title: string;
  code: Code;
  purpose: CodeAsked['purpose'];
  onClose: () => void;
}

function ShownCode({ title, code: { code, expires_at }, purpose, onClose }: ShownCodeProps) {
  const { t } = useTranslation('depot');
  const language = useLanguage();
  return (
    <Dialog onClose={onClose} title={title}>
      <Stack gap="md">
        <Text fz={40} fw={700} ta="center" className="ltr" component="output">
          <bdi>{code}</bdi>
        </Text>
        <Text>{t(`phoneList.codeTodo.${purpose}`)}</Text>
        <Text c="dimmed">{t('phoneList.codeUntil', { time: formatTime(expires_at, language) })}</Text>
      </Stack>
    </Dialog>
  );
}
