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
  const onCheck = () => navigate('/me/connection');
  const { content, action } = useDepotScan({ given, onDone: () => navigate('/me'), onCheck });
  return (
    <Screen title={t('addDepot.title')} back="/me" action={action}>
      {content}
    </Screen>
  );
}

/** The same before anybody has signed in, and on a locked phone. */
export function AddDepotOutside({ onBack, onCheck }: { onBack: () => void; onCheck: () => void }) {
  const { t } = useTranslation('phone');
  const { content, action } = useDepotScan({ onDone: onBack, onCheck });
  return (
    <OutsideScreen title={t('addDepot.title')} onBack={onBack} action={action}>
      {content}
    </OutsideScreen>
  );
}
