import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { User } from '#shared/contract/entities.ts';
import type { OneTimeCode as Code } from '#shared/contract/identity.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { failureIn } from '#shared/ui/json-call.ts';
import { NextButton } from '#shared/ui/next-button.tsx';
import { useChange } from '../api/use-change.ts';
import { OneTimeCode } from '../code/one-time-code.tsx';

/** A code that opens a forgotten password. It is said first what it will do to whoever uses it. */
export function ResetCodeDialog({ user, onClose }: { user: User | null; onClose: () => void }) {
  const { t } = useTranslation(['hq', 'ui']);
  return (
    <Modal
      opened={user !== null}
      onClose={onClose}
      title={t('users.codeTitle', { name: user?.name ?? '' })}
      closeButtonProps={{ 'aria-label': t('ui:action.close') }}
    >
      {user && <Making user={user} onClose={onClose} />}
    </Modal>
  );
}

function Making({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation(['hq', 'ui']);
  const make = useChange<Code>('users');
  if (make.data) {
    return (
      <OneTimeCode code={make.data} title={user.name} onClose={onClose}>
        <Text>{t('users.codeUse')}</Text>
      </OneTimeCode>
    );
  }
  return (
    <Stack>
      <Text>{t('users.codeSure', { name: user.name })}</Text>
      {make.error && <ErrorNote {...failureIn(make.error)} />}
      <Group justify="end">
        <Button onClick={onClose}>{t('ui:action.cancel')}</Button>
        <NextButton
          loading={make.isPending}
          onClick={() => make.mutate({ path: `users/${user.id}/reset-code`, body: {} })}
        >
          {t('users.makeCode')}
        </NextButton>
      </Group>
    </Stack>
  );
}
