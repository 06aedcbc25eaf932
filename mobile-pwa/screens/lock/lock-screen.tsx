import { Button, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ColorSchemeButton } from '#shared/ui/color-scheme-button.tsx';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { formatDuration } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { LanguageMenu } from '#shared/ui/language-menu.tsx';
import { usePhone } from '../../app/phone-context.tsx';
import { ScreenTitle } from '../../app/screen-title.tsx';
import { failureOf } from '../../sync/phone-client.ts';
import type { LockView } from '../../sync/phone-views.ts';
import { DoctorOutside } from '../doctor/doctor-screen.tsx';
import { LockedSignIn } from './locked-sign-in.tsx';
import { PinPad } from './pin-pad.tsx';
import { UnsentText } from './unsent-text.tsx';

type PinLock = Extract<LockView, { kind: 'pin' }>;

/** A phone with a PIN, at its start or after it was left alone. It says what is unsent and nothing else of what it knows. */
export function LockScreen({ lock }: { lock: PinLock }) {
  const { t } = useTranslation('phone');
  const phone = usePhone();
  const [isForgotten, setForgotten] = useState(false);
  const [isChecking, setChecking] = useState(false);
  const attempt = useMutation({ mutationFn: (pin: string) => phone.unlock(pin) });
  const waitMs = useCountdown(lock.waitMs);
  if (isForgotten) return <LockedSignIn lock={lock} onBack={() => setForgotten(false)} />;
  if (isChecking) {
    return (
      <div className="over-all">
        <DoctorOutside onBack={() => setChecking(false)} />
      </div>
    );
  }
  return (
    <div className="lock">
      <header className="lock-head">
        <ColorSchemeButton />
        <LanguageMenu />
      </header>
      <main>
        <ScreenTitle size="h2">{t('lock.title')}</ScreenTitle>
        <UnsentText count={lock.unsent} />
        <div className="lock-said" role="alert">
          {attempt.error && <ErrorNote code={failureOf(attempt.error)} />}
          <Said isWrong={attempt.data === 'wrong'} triesLeft={lock.triesLeft} waitMs={waitMs} />
        </div>
        <PinPad isBusy={attempt.isPending} isResting={waitMs > 0} onPin={(pin) => attempt.mutate(pin)} />
      </main>
      <footer>
        <Button variant="subtle" onClick={() => setForgotten(true)}>
          {t('lock.forgotten')}
        </Button>
        <Button variant="subtle" onClick={() => setChecking(true)}>
          {t('doctor.title')}
        </Button>
      </footer>
    </div>
  );
}

function Said({ isWrong, triesLeft, waitMs }: { isWrong: boolean; triesLeft: number; waitMs: number }) {
  const { t } = useTranslation('phone');
  const language = useLanguage();
  return (
    <>
      {isWrong && (
        <Text fw={600} c="var(--state-person)">
          {t('lock.wrong', { count: triesLeft })}
        </Text>
      )}
      {waitMs > 0 && <Text>{t('lock.wait', { time: formatDuration(waitMs, language) })}</Text>}
    </>
  );
}

/** What is left of a wait, every second. */
function useCountdown(fromMs: number): number {
  const [endsAt, setEndsAt] = useState(() => performance.now() + fromMs);
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    setEndsAt(performance.now() + fromMs);
    setNow(performance.now());
    if (fromMs === 0) return;
    const timer = setInterval(() => setNow(performance.now()), 1_000);
    return () => clearInterval(timer);
  }, [fromMs]);
  return Math.max(0, endsAt - now);
}
