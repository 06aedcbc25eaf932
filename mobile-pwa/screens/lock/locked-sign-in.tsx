import { Button, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Alarm } from '../../app/alarm.tsx';
import type { LockView } from '../../sync/phone-views.ts';
import { SignInScreen } from '../sign-in-screen.tsx';
import { UnsentText } from './unsent-text.tsx';

interface LockedSignInProps {
  lock: Exclude<LockView, { kind: 'open' }>;
  /** Back to the PIN, where one may still be tried. */
  onBack?: () => void;
}

/** Only a sign-in opens this phone, or its person has forgotten their PIN. */
export function LockedSignIn({ lock, onBack }: LockedSignInProps) {
  const { t } = useTranslation('phone');
  return (
    <SignInScreen
      notice={
        <Stack gap="xs">
          {lock.kind === 'sign_in' ? <Alarm>{t(`lock.${lock.why}`)}</Alarm> : <Text>{t('lock.forgottenMore')}</Text>}
          <UnsentText count={lock.unsent} />
          {onBack && (
            <Button variant="subtle" onClick={onBack}>
              {t('lock.backToCode')}
            </Button>
          )}
        </Stack>
      }
    />
  );
}
