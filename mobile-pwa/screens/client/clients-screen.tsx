import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Screen } from '../../app/screen.tsx';
import { ClientSearch } from '../client-search.tsx';

/** The depot's clients, each a tap away from all that this phone knows of it. */
export function ClientsScreen() {
  const { t } = useTranslation('phone');
  const [, navigate] = useLocation();
  return (
    <Screen title={t('client.list')} back="/sell">
      <ClientSearch onFound={({ id }) => navigate(`/clients/${id}`)} />
    </Screen>
  );
}
