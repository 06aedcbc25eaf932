import { Button, Group, Text, TextInput, Title } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { matching, searchablePhone } from '#shared/domain/search.ts';
import { MoreRows, useShown } from '../../app/more-rows.tsx';
import { usePhoneQuery } from '../../app/phone-context.tsx';

export interface FoundClient {
  id: string;
  name: string;
}

interface SearchProps {
  value: FoundClient | null;
  onChange: (client: FoundClient | null) => void;
}

const FIRST_SHOWN = 6;

/** Whose money it is: one of the depot's clients, found by a few letters. */
export function SearchedClient({ value, onChange }: SearchProps) {
  const { t } = useTranslation('phone');
  return (
    <section>
      <Title order={2} size="h5" mb="xs">
        {t('sell.client')}
      </Title>
      {value === null ? (
        <Search onFound={onChange} />
      ) : (
        <Group justify="space-between" wrap="nowrap">
          <Text fw={600}>
            <bdi>{value.name}</bdi>
          </Text>
          <Button onClick={() => onChange(null)}>{t('sell.changeClient')}</Button>
        </Group>
      )}
    </section>
  );
}

function Search({ onFound }: { onFound: (client: FoundClient) => void }) {
  const { t } = useTranslation('phone');
  const [wanted, setWanted] = useState('');
  const { data: clients = [] } = usePhoneQuery(['clients'], (phone) => phone.clients());
  const found = matching(clients, wanted, (one) => `${one.name} ${searchablePhone(one.phone)} ${one.address ?? ''}`);
  const { shown, showMore } = useShown(FIRST_SHOWN, wanted);
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
        {found.slice(0, shown).map(({ id, name }) => (
          <li key={id}>
            <button type="button" className="row" onClick={() => onFound({ id, name })}>
              <bdi className="row-main">{name}</bdi>
            </button>
          </li>
        ))}
      </ul>
      <MoreRows shown={shown} total={found.length} onMore={showMore} isSearch />
      {found.length === 0 && <Text c="dimmed">{t('sell.noMatch')}</Text>}
    </>
  );
}
