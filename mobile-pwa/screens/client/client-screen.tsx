import { Text } from '@mantine/core';
import { IconUserOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { NextButton } from '#shared/ui/next-button.tsx';
import { usePhoneQuery, useSession } from '../../app/phone-context.tsx';
import { may } from '../../app/roles.ts';
import { Screen } from '../../app/screen.tsx';
import { BalanceNote } from '../balance-note.tsx';
import { CardFacts } from './card-facts.tsx';
import { CLIENT_FIELDS, type ClientForm, changedFields, formOfClient } from './client-form.ts';
import { EditClient } from './edit-client.tsx';

/** From where a client was opened. */
export interface ClientVisit {
  back: string;
}

/** A client: what is known of it, to be changed by whoever may. */
export function ClientScreen({ id }: { id: string }) {
  const { t } = useTranslation('phone');
  const { data: session } = useSession();
  const { data: client } = usePhoneQuery(['client', id], (phone) => phone.client(id));
  const back = useHistoryState<ClientVisit | null>()?.back ?? '/clients';
  const [saved, setSaved] = useState<ClientForm | null>(null);
  if (saved !== null) return <Changed form={saved} back={back} />;
  if (client === undefined || !session) {
    return (
      <Screen title={t('client.title')} back={back}>
        <LoadingShape />
      </Screen>
    );
  }
  if (client === null) {
    return (
      <Screen title={t('client.title')} back={back}>
        <EmptyState icon={IconUserOff} title={t('client.missing')}>
          {t('client.missingMore')}
        </EmptyState>
      </Screen>
    );
  }
  if (may(session.user.role, 'editClient')) return <EditClient client={client} back={back} onSaved={setSaved} />;
  const known = formOfClient(client).now;
  return (
    <Screen title={<bdi>{client.name}</bdi>} back={back}>
      <BalanceNote clientId={id} />
      <CardFacts values={known} fields={CLIENT_FIELDS.filter((field) => known[field] !== '')} />
    </Screen>
  );
}

/** What was recorded, field by field. */
function Changed({ form, back }: { form: ClientForm; back: string }) {
  const { t } = useTranslation('phone');
  const [, navigate] = useLocation();
  return (
    <Screen
      title={<bdi>{form.now.name}</bdi>}
      back={back}
      action={<NextButton onClick={() => navigate(back)}>{t('collect.done')}</NextButton>}
    >
      <Text role="status" fw={600} fz="lg">
        {t('client.saved')}
      </Text>
      <CardFacts values={form.now} fields={changedFields(form)} />
    </Screen>
  );
}
