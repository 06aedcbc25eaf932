import { Button, Group, NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { IDLE_MINUTES, type IdleMinutes } from '#shared/domain/pin.ts';
import { usePhone, usePhoneQuery } from '../../app/phone-context.tsx';
import { Fact } from '../fact.tsx';

/** The PIN among the facts of 'Me': whether there is one, and how long the phone waits before it asks again. */
export function PinFacts() {
  const { t } = useTranslation('phone');
  const phone = usePhone();
  const [, navigate] = useLocation();
  const { data: pin } = usePhoneQuery(['pin'], (api) => api.pinSettings());
  if (pin === undefined) return null;
  if (pin === null) {
    return (
      <Fact name={t('pin.title')}>
        <Button variant="default" onClick={() => navigate('/me/pin')}>
          {t('pin.choose')}
        </Button>
      </Fact>
    );
  }
  return (
    <>
      <Fact name={t('pin.title')}>
        <Group gap="xs" justify="flex-end">
          <Button variant="default" onClick={() => navigate('/me/pin')}>
            {t('pin.change')}
          </Button>
          <Button variant="subtle" onClick={() => navigate('/me/pin/remove')}>
            {t('pin.remove')}
          </Button>
        </Group>
      </Fact>
      <Fact name={t('pin.idle')}>
        <NativeSelect
          aria-label={t('pin.idle')}
          value={String(pin.idleMinutes)}
          onChange={(event) => void phone.setIdleMinutes(Number(event.currentTarget.value) as IdleMinutes)}
          data={IDLE_MINUTES.map((count) => ({ value: String(count), label: t('pin.minutes', { count }) }))}
        />
      </Fact>
    </>
  );
}
