import { Button, Group, Radio, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OwnDevice } from '#shared/contract/identity.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { Moment } from '#shared/ui/moment.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { useNow } from '../../app/phone-context.tsx';
import { CodeField } from './code-field.tsx';

interface TooManyProps {
  devices: OwnDevice[];
  isPending: boolean;
  /** The code of what was answered to the choice before. */
  refusal: string | null;
  onChoose: (deviceId: string, code: string) => void;
  onBack: () => void;
}

/** Somebody with three devices gives one up for this one: said first what happens to it, and asked twice by its design. A code, too, since somebody else may know the password. */
export function TooMany({ devices, isPending, refusal, onChoose, onBack }: TooManyProps) {
  const { t } = useTranslation('phone');
  const [chosen, setChosen] = useState<string | null>(null);
  const [code, setCode] = useState('');
  const isThere = devices.some(({ id }) => id === chosen);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen !== null && isThere && !isPending) onChoose(chosen, code);
      }}
    >
      <Stack gap="md">
        <Title order={2} size="h3">
          {t('tooMany.title')}
        </Title>
        <Text>{t('tooMany.more')}</Text>
        <Radio.Group label={t('tooMany.which')} value={chosen} onChange={setChosen} required>
          <Stack gap="xs" mt="xs">
            {devices.map((device) => (
              <Radio.Card key={device.id} value={device.id} className="card">
                <Group wrap="nowrap" gap="sm">
                  <Radio.Indicator />
                  <OwnDeviceText device={device} />
                </Group>
              </Radio.Card>
            ))}
          </Stack>
        </Radio.Group>
        <CodeField label={t('tooMany.code')} description={t('tooMany.codeMore')} code={code} onCode={setCode} />
        {refusal === 'CODE_INVALID' ? (
          <ErrorNote code={refusal} what={t('tooMany.wrong')} safe={t('tooMany.wrongMore')} />
        ) : (
          refusal !== null && <ErrorNote code={refusal} />
        )}
        <NextButton type="submit" loading={isPending} disabled={!isThere}>
          {t('tooMany.submit')}
        </NextButton>
        <Button variant="subtle" onClick={onBack}>
          {t('forgotten.back')}
        </Button>
      </Stack>
    </form>
  );
}

function OwnDeviceText({ device }: { device: OwnDevice }) {
  const { t } = useTranslation('phone');
  const now = useNow();
  return (
    <div>
      <Text fw={600}>
        <bdi>{device.name}</bdi>
      </Text>
      <Text size="sm" c="dimmed">
        <bdi>{device.platform}</bdi>
        {device.last_seen_at && (
          <>
            {' · '}
            {t('tooMany.seen')} <Moment at={device.last_seen_at} now={now} />
          </>
        )}
      </Text>
      {device.pending_events > 0 && (
        <Text size="sm" fw={600}>
          {t('tooMany.pending', { count: device.pending_events })}
        </Text>
      )}
    </div>
  );
}
