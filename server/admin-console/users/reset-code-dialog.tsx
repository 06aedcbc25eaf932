import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '#shared/contract/entities.ts';
import { NextButton } from '#shared/ui/next-button.tsx';
import { hqRequest } from '../api/client.ts';
import { useChange } from '../api/use-change.ts';
import { OneTimeCode } from '../code/one-time-code.tsx';
import { Refused } from '../form/refused.tsx';

type Purpose = 'reset-code' | 'device-code';

const TEXTS = {
  'reset-code': { sure: 'users.codeSure', use: 'users.codeUse' },
  'device-code': { sure: 'users.deviceCodeSure', use: 'users.deviceCodeUse' },
} as const;

/** A code for a forgotten password, or for replacing a phone. It is said first what it will do to whoever uses it. */
export function ResetCodeDialog({ user, onClose }: { user: User | null; onClose: () => void }) {
  const { t } = useTranslation(['hq', 'ui']);
  return (
    <Modal opened={user !== null} onClose={onClose} title={t('users.codeTitle', { name: user?.name ?? '' })}>
      {user && <Making user={user} onClose={onClose} />}
    </Modal>
  );
}

function Making({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation(['hq', 'ui']);
  const make = useChange<'POST /users/:id/reset-code' | 'POST /users/:id/device-code'>();
  const [purpose, setPurpose] = useState<Purpose>('reset-code');
  const texts = TEXTS[purpose];
  if (make.data) {
    return (
      <OneTimeCode code={make.data} title={user.name} onClose={onClose}>
        <Text>{t(texts.use)}</Text>
      </OneTimeCode>
    );
  }
  return (
    <Stack>
      <Radio.Group
        label={t('users.codeFor')}
        value={purpose}
        onChange={(chosen) => setPurpose(chosen === 'device-code' ? chosen : 'reset-code')}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="reset-code" label={t('users.forPassword')} />
          <Radio value="device-code" label={t('users.forDevice')} />
        </Stack>
      </Radio.Group>
      <Text>{t(texts.sure, { name: user.name })}</Text>
      {make.error && <Refused error={make.error} />}
      <Group justify="end">
        <Button onClick={onClose}>{t('ui:action.cancel')}</Button>
        <NextButton
          loading={make.isPending}
          onClick={() => make.mutate(hqRequest(`POST /users/:id/${purpose}`, { params: { id: user.id } }))}
        >
          {t('users.makeCode')}
        </NextButton>
      </Group>
    </Stack>
  );
}
