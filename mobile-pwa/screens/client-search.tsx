import { Button, Text, TextInput } from '@mantine/core';
import { IconSearch, IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { searchablePhone } from '#shared/domain/search.ts';
import { MoreRows, useShown } from '../app/more-rows.tsx';
import { usePhoneQuery } from '../app/phone-context.tsx';
import { useSearch } from '../app/use-search.ts';
import type { ClientView } from '../store/views.ts';

const FIRST_SHOWN = 6;
const NONE: ClientView[] = [];

const textOf = ({ name, phone, address }: ClientView): string => `${name} ${searchablePhone(phone)} ${address ?? ''}`;

export interface FoundClient {
  id: string;
  name: string;
}

interface ClientSearchProps {
  onFound: (client: FoundClient) => void;
  /** Absent where nobody may make a client. */
  onNew?: (name: string) => void;
}

/** One of the depot's clients, found by a few letters, or a new one of that name. */
export function ClientSearch({ onFound, onNew }: ClientSearchProps) {
  const { t } = useTranslation('phone');
  const [wanted, setWanted] = useState('');
  const { data: clients = NONE } = usePhoneQuery(['clients'], (phone) => phone.clients());
  const found = useSearch(clients, textOf, wanted);
  const { shown, showMore } = useShown(FIRST_SHOWN, wanted);
  const name = wanted.trim();
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
            <button type="button" className="row" onClick={() => onFound(client)}>
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
      {onNew && (
        <Button fullWidth mt="xs" leftSection={<IconUserPlus aria-hidden />} onClick={() => onNew(name)}>
          {name === '' ? t('sell.newClient') : t('sell.addClient', { name })}
        </Button>
      )}
    </>
  );
}
