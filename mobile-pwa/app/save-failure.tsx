import { Text } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureCode } from '../sync/protocol.ts';
import { Alarm } from './alarm.tsx';

interface SaveFailureProps {
  failure: FailureCode | null;
  /** The form could not even keep itself, for want of room, before anybody pressed its button. */
  isUnkept?: boolean;
}

/** Nothing was stored: said before the person walks away, with what they typed still on screen. */
export function SaveFailure({ failure, isUnkept = false }: SaveFailureProps) {
  const { t } = useTranslation('phone');
  if (failure === 'STORAGE_FULL') return <PhoneFull todo={t('full.waiting')} />;
  if (failure !== null) {
    return (
      <InSight>
        <Alarm title={t('delivery.notSaved')}>{t('delivery.failedSave')}</Alarm>
      </InSight>
    );
  }
  return isUnkept ? <PhoneFull todo={t('full.unkept')} /> : null;
}

/** What is safe, what makes room, and that it goes on by itself. */
function PhoneFull({ todo }: { todo: string }) {
  const { t } = useTranslation('phone');
  return (
    // Another text comes into sight anew.
    <InSight key={todo}>
      <Alarm title={t('full.title')}>
        <Text>{t('full.safe')}</Text>
        <Text fw={600} my="xs">
          {t('full.todo')}
        </Text>
        <Text>{todo}</Text>
      </Alarm>
    </InSight>
  );
}

/** A form is longer than the screen, and its button stands below it: what it has to say comes to where it is read. */
function InSight({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // What it returns in newer browsers is no clean-up.
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return <div ref={box}>{children}</div>;
}
