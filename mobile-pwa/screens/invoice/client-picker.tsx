import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconSearch, IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { matching, searchablePhone } from '#shared/domain/search.ts';
import { DigitsInput } from '#shared/ui/number/digits-input.tsx';
import { MoreRows, useShown } from '../../app/more-rows.tsx';
import { newId } from '../../app/new-id.ts';
import { usePhoneQuery, useSession } from '../../app/phone-context.tsx';
import { may } from '../../app/roles.ts';
import type { DraftInvoice, NewClient } from '../../store/views.ts';

const FIRST_SHOWN = 6;

interface PickerProps {
  draft: DraftInvoice;
  onChange: (draft: DraftInvoice) => void;
}

/** Who pays: found by a few letters, or made here and now. */
export function ClientPicker({ draft, onChange }: PickerProps) {
  const { t } = useTranslation('phone');
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
        <ClientSearch draft={draft} onChange={onChange} />
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

function ClientSearch({ draft, onChange }: PickerProps) {
  const { t } = useTranslation('phone');
  const [wanted, setWanted] = useState('');
  const { data: session } = useSession();
  const { data: clients = [] } = usePhoneQuery(['clients'], (phone) => phone.clients());
  const found = matching(
    clients,
    wanted,
    ({ name, phone, address }) => `${name} ${searchablePhone(phone)} ${address ?? ''}`,
  );
  const { shown, showMore } = useShown(FIRST_SHOWN, wanted);
  const name = wanted.trim();
  const mayAdd = session != null && may(session.user.role, 'addClient');
  return (
    <>
      <TextInput
        type="search"
        aria-label={t('sell.searchClient')}
        placeholder={t('sell.searchClient')}
        leftSection={<IconSearch aria-hidden />}
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
      <ul className="rows">
        {found.slice(0, shown).map((client) => (
          <li key={client.id}>
            <button
              type="button"
              className="row"
              onClick={() => onChange({ ...draft, client_id: client.id, client_name: client.name, new_client: null })}
            >
              <span className="row-main">
                <bdi>{client.name}</bdi>
                {client.address !== null && (
                  <Text component="span" display="block" size="sm" c="dimmed">
                    <bdi>{client.address}</bdi>
                  </Text>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <MoreRows shown={shown} total={found.length} onMore={showMore} isSearch />
      {found.length === 0 && <Text c="dimmed">{t('sell.noMatch')}</Text>}
      {mayAdd && (
        <Button
          fullWidth
          mt="xs"
          leftSection={<IconUserPlus aria-hidden />}
          onClick={() => onChange({ ...draft, client_id: newId(), client_name: name, new_client: { name } })}
        >
          {name === '' ? t('sell.newClient') : t('sell.addClient', { name })}
        </Button>
      )}
    </>
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
