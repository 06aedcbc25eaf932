import { Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { DEFAULT_IDLE_MINUTES, type IdleMinutes, isWeakPin } from '#shared/domain/pin.ts';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { Alarm } from '../../app/alarm.tsx';
import { usePhone, usePhoneQuery } from '../../app/phone-context.tsx';
import { Screen } from '../../app/screen.tsx';
import { failureOf } from '../../sync/phone-client.ts';
import { PinPad } from './pin-pad.tsx';

type Step = { kind: 'current' } | { kind: 'fresh' } | { kind: 'again'; pin: string };
type Trouble = 'weak' | 'differs' | 'signInFirst';

/** Sets, changes or removes the PIN. Whoever changes it has to know the one that is. */
export function PinScreen({ aim }: { aim: 'set' | 'remove' }) {
  const { t } = useTranslation('phone');
  const { data: pin } = usePhoneQuery(['pin'], (api) => api.pinSettings());
  if (pin === undefined) return null;
  return (
    <Screen title={t('pin.title')} back="/me">
      <Steps aim={aim} idleMinutes={pin?.idleMinutes ?? DEFAULT_IDLE_MINUTES} hasPin={pin !== null} />
    </Screen>
  );
}

interface StepsProps {
  aim: 'set' | 'remove';
  idleMinutes: IdleMinutes;
  hasPin: boolean;
}

function Steps({ aim, idleMinutes, hasPin }: StepsProps) {
  const { t } = useTranslation('phone');
  const phone = usePhone();
  const [, navigate] = useLocation();
  const [step, setStep] = useState<Step>(hasPin ? { kind: 'current' } : { kind: 'fresh' });
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const take = useMutation({
    mutationFn: async (pin: string) => {
      setTrouble(null);
      switch (step.kind) {
        case 'current':
          return await takeCurrent(pin);
        case 'fresh':
          return isWeakPin(pin) ? setTrouble('weak') : setStep({ kind: 'again', pin });
        case 'again':
          return await takeAgain(pin, step.pin);
      }
    },
  });

  /** A wrong one counts as at the lock: the phone may well lock itself over it. */
  async function takeCurrent(pin: string): Promise<void> {
    if ((await phone.unlock(pin)) !== 'right') return void (await phone.lockNow());
    if (aim === 'set') return setStep({ kind: 'fresh' });
    await phone.removePin();
    navigate('/me');
  }

  async function takeAgain(pin: string, first: string): Promise<void> {
    if (pin !== first) {
      setTrouble('differs');
      return setStep({ kind: 'fresh' });
    }
    if (await phone.setPin(pin, idleMinutes)) navigate('/me');
    else setTrouble('signInFirst');
  }

  return (
    <>
      <Title order={2} size="h3" ta="center">
        {t(`pin.${step.kind}`)}
      </Title>
      <Text c="dimmed" ta="center" mb="md">
        {step.kind === 'fresh' ? t('pin.freshMore') : ' '}
      </Text>
      {trouble !== null && <Alarm>{t(`pin.${trouble}`)}</Alarm>}
      {take.error && <ErrorNote code={failureOf(take.error)} />}
      <PinPad isBusy={take.isPending} onPin={(pin) => take.mutate(pin)} />
    </>
  );
}
