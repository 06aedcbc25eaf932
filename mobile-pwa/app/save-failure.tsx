import { Text } from '@mantine/core';
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
  if (failure !== null) return <Alarm title={t('delivery.notSaved')}>{t('delivery.failedSave')}</Alarm>;
  return isUnkept ? <PhoneFull todo={t('full.unkept')} /> : null;
}

/** What is safe, what makes room, and that it goes on by itself. */
function PhoneFull({ todo }: { todo: string }) {
  const { t } = useTranslation('phone');
  return (
    <Alarm title={t('full.title')}>
      <Text>{t('full.safe')}</Text>
      <Text fw={600} my="xs">
        {t('full.todo')}
      </Text>
      <Text>{todo}</Text>
    </Alarm>
  );
}
