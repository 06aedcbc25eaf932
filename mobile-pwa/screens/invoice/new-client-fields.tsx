import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { likelyDuplicates } from '#shared/domain/likely-duplicates.ts';
import { DigitsInput } from '#shared/ui/number/digits-input.tsx';
import { Alarm } from '../../app/alarm.tsx';
import { usePhoneQuery } from '../../app/phone-context.tsx';
import type { ClientView, NewClient } from '../../store/views.ts';
import { IDENTITIES } from '../client/client-form.ts';
import { IdentityFields } from '../client/identity-fields.tsx';

interface NewClientProps {
  client: NewClient;
  onChange: (client: NewClient) => void;
  /** It is one that is there already. */
  onKnown: (client: ClientView) => void;
}

/** A client who is not there yet, or who likely is: that is said before anything is saved. */
export function NewClientFields({ client, onChange, onKnown }: NewClientProps) {
  const { t } = useTranslation('phone');
  const set = (field: keyof NewClient, value: string) => {
    const next: NewClient = { ...client, [field]: value };
    // An empty field is no field: the wire says nothing where nothing was said.
    if (field !== 'name' && value === '') delete next[field];
    onChange(next);
  };
  return (
    <Stack gap="xs">
      <TextInput
        label={t('sell.clientName')}
        value={client.name}
        maxLength={200}
        required
        onChange={(event) => set('name', event.currentTarget.value)}
      />
      <DigitsInput
        label={t('sell.clientPhone')}
        type="tel"
        value={client.phone ?? ''}
        maxLength={40}
        onChange={(text) => set('phone', text)}
      />
      <Duplicates client={client} onKnown={onKnown} />
      <TextInput
        label={t('sell.clientAddress')}
        value={client.address ?? ''}
        maxLength={400}
        onChange={(event) => set('address', event.currentTarget.value)}
      />
      <Identities client={client} set={set} />
    </Stack>
  );
}

function Duplicates({ client, onKnown }: Pick<NewClientProps, 'client' | 'onKnown'>) {
  const { t } = useTranslation('phone');
  const { data: clients = [] } = usePhoneQuery(['clients'], (phone) => phone.clients());
  const found = likelyDuplicates(clients, client);
  return found.map((known) => (
    <Alarm key={known.id} title={t('sell.maybeKnown')}>
      <Group justify="space-between">
        <div>
          <bdi>{known.name}</bdi>
          {known.phone !== null && (
            <Text size="sm" c="dimmed">
              <bdi>{known.phone}</bdi>
            </Text>
          )}
        </div>
        <Button onClick={() => onKnown(known)}>{t('sell.itIs')}</Button>
      </Group>
    </Alarm>
  ));
}

interface IdentitiesProps {
  client: NewClient;
  set: (field: keyof NewClient, value: string) => void;
}

/** What stands on papers, and what prices go by. A server of before does not know them. */
function Identities({ client, set }: IdentitiesProps) {
  const { t } = useTranslation('phone');
  const { data: contract = null } = usePhoneQuery(['contract'], (phone) => phone.contract());
  const [isOpen, { open }] = useDisclosure(IDENTITIES.some((name) => client[name] !== undefined));
  if (contract === null) return null;
  if (!isOpen) {
    return (
      <Button variant="subtle" onClick={open}>
        {t('sell.identities')}
      </Button>
    );
  }
  return <IdentityFields values={client} set={set} />;
}
