import { Alert, Button, Text } from '@mantine/core';
import { IconLogin2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Alarm } from './alarm.tsx';
import { usePhoneState, useSession } from './phone-context.tsx';

/** A session that ended takes nothing away: work goes on, handing in goes on, and a person signs in when they can. */
export function SessionNotice() {
  const { t } = useTranslation('phone');
  const [, navigate] = useLocation();
  const { data: session } = useSession();
  const { engine } = usePhoneState();
  const isRevoked = Object.values(engine?.nodes ?? {}).some(({ state }) => state === 'revoked');
  if (isRevoked) {
    return <Alarm>{t('signIn.revoked')}</Alarm>;
  }
  if (!session?.needs_sign_in && !session?.put_back) return null;
  return (
    <Alert
      role="alert"
      variant="outline"
      mb="md"
      icon={<IconLogin2 aria-hidden />}
      title={t(session.put_back ? 'signIn.putBack' : 'signIn.again')}
    >
      {session.put_back && <Text mb="sm">{t('signIn.putBackMore')}</Text>}
      <Button onClick={() => navigate('/sign-in')}>{t('signIn.againAction')}</Button>
    </Alert>
  );
}
