import { Button } from '@mantine/core';
import { IconStethoscope } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useNow, usePhoneState } from './phone-context.tsx';

/** A round comes every ten to sixteen seconds; after some without an answer, nobody is there. */
const SILENT_MS = 45_000;

/** Whether no node has answered for a while, or none since the app was opened although they were asked. */
export function useOutOfReach(): boolean {
  const { engine } = usePhoneState();
  const now = useNow(10_000);
  const hasTried = useRef(false);
  if (engine === null) return false;
  hasTried.current ||= !engine.working;
  return engine.lastContactAt === null ? hasTried.current : now - engine.lastContactAt > SILENT_MS;
}

/** Leads whoever finds nobody to what says why. */
export function WhyButton() {
  const { t } = useTranslation('phone');
  const [, navigate] = useLocation();
  return (
    <Button leftSection={<IconStethoscope aria-hidden />} onClick={() => navigate('/me/connection')}>
      {t('doctor.why')}
    </Button>
  );
}
