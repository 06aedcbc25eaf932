import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DigitsInput } from '#shared/ui/number/digits-input.tsx';
import { newId } from '../../app/new-id.ts';
import { useSession } from '../../app/phone-context.tsx';
import { may } from '../../app/roles.ts';
import type { DraftInvoice, NewClient } from '../../store/views.ts';
import { ClientSearch } from '../client-search.tsx';

interface PickerProps {
  draft: DraftInvoice;
  onChange: (draft: DraftInvoice) => void;
}

/** Who pays: found by a few letters, or made here and now. */
export function ClientPicker({ draft, onChange }: PickerProps) {
  const { t } = useTranslation('phone');
  const { data: session } = useSession();
  const mayAdd = session != null && may(session.user.role, 'addClient');
  return (
    <section>
      <Title order={2} size="h5" mb="xs">
        {t('sell.client')}
      </Title>
      {draft.new_client !== null ? (
        <NewClientFields draft={draft} client={draft.new_client} onChange={onChange} />
      ) : draft.client_id !== null ? (
        <Group justify="space-between" wrap="nowrap">
          <Text fw={600}>
            <bdi>{draft.client_name}</bdi>
          </Text>
          <ChangeButton draft={draft} onChange={onChange} />
        </Group>
      ) : (
        <ClientSearch
          onFound={({ id, name }) => onChange({ ...draft, client_id: id, client_name: name, new_client: null })}
          {...(mayAdd
            ? { onNew: (name) => onChange({ ...draft, client_id: newId(), client_name: name, new_client: { name } }) }
            : {})}
        />
      )}
    </section>
  );
}

function ChangeButton({ draft, onChange }: PickerProps) {
  const { t } = useTranslation('phone');
  return (
    <Button onClick={() => onChange({ ...draft, client_id: null, client_name: '', new_client: null })}>
      {t('sell.changeClient')}
    </Button>
  );
}

function NewClientFields({ draft, client, onChange }: PickerProps & { client: NewClient }) {
  const { t } = useTranslation('phone');
  const set = (field: keyof NewClient, value: string) => {
    const next: NewClient = { ...client, [field]: value };
    // An empty field is no field: the wire says nothing where nothing was said.
    if (field !== 'name' && value === '') delete next[field];
    onChange({ ...draft, new_client: next, client_name: next.name.trim() });
  };
  return (
    <Stack gap="xs">
      <Group justify="space-between" wrap="nowrap">
        <Text fw={600}>{t('sell.newClient')}</Text>
        <ChangeButton draft={draft} onChange={onChange} />
      </Group>
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
      <TextInput
        label={t('sell.clientAddress')}
        value={client.address ?? ''}
        maxLength={400}
        onChange={(event) => set('address', event.currentTarget.value)}
      />
    </Stack>
  );
}
