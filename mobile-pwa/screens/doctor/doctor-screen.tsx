import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { OutsideScreen } from '../../app/outside-screen.tsx';
import { Screen } from '../../app/screen.tsx';
import { AddDepotOutside } from '../depot/add-depot-screen.tsx';
import { CheckupView } from './checkup-view.tsx';
import { useCheckup } from './use-checkup.ts';

/** Where a phone that finds nobody says why, as far as it can know. */
export function DoctorScreen() {
  const { t } = useTranslation('phone');
  const [, navigate] = useLocation();
  const { checkup, again } = useCheckup();
  return (
    <Screen
      title={t('doctor.title')}
      back="/me"
      action={<AgainButton isBusy={checkup.diagnosis === null && !checkup.hasFailed} onClick={again} />}
    >
      <CheckupView checkup={checkup} onAddDepot={() => navigate('/me/add-depot')} />
    </Screen>
  );
}

/** The same before anybody has signed in, and on a locked phone. */
export function DoctorOutside({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation('phone');
  const [isAdding, setAdding] = useState(false);
  const { checkup, again } = useCheckup();
  const onReturn = () => {
    setAdding(false);
    again();
  };
  if (isAdding) return <AddDepotOutside onBack={onReturn} onCheck={onReturn} />;
  return (
    <OutsideScreen
      title={t('doctor.title')}
      onBack={onBack}
      action={<AgainButton isBusy={checkup.diagnosis === null && !checkup.hasFailed} onClick={again} />}
    >
      <CheckupView checkup={checkup} onAddDepot={() => setAdding(true)} />
    </OutsideScreen>
  );
}

function AgainButton({ isBusy, onClick }: { isBusy: boolean; onClick: () => void }) {
  const { t } = useTranslation('phone');
  return (
    <Button leftSection={<IconRefresh aria-hidden />} loading={isBusy} onClick={onClick}>
      {t('doctor.again')}
    </Button>
  );
}
