import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import { OutsideScreen } from '../../app/outside-screen.tsx';
import { Screen } from '../../app/screen.tsx';
import { useDepotScan } from './add-depot.tsx';

/** In the history's state: a code that the scanner of notes has read, and that its person wants to add. */
export interface GivenCode {
  code: string;
}

export function AddDepotScreen() {
  const { t } = useTranslation('phone');
  const [, navigate] = useLocation();
  const given = useHistoryState<GivenCode | null>()?.code ?? null;
  const { content, action } = useDepotScan(given, () => navigate('/me'));
  return (
    <Screen title={t('addDepot.title')} back="/me" action={action}>
      {content}
    </Screen>
  );
}

/** The same before anybody has signed in, and on a locked phone. */
export function AddDepotOutside({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation('phone');
  const { content, action } = useDepotScan(null, onBack);
  return (
    <OutsideScreen title={t('addDepot.title')} onBack={onBack} action={action}>
      {content}
    </OutsideScreen>
  );
}
