import { Button, Group, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ClientSearch, type FoundClient } from '../client-search.tsx';

interface SearchProps {
  value: FoundClient | null;
  onChange: (client: FoundClient | null) => void;
}

/** Whose money it is: one of the depot's clients, found by a few letters. */
export function SearchedClient({ value, onChange }: SearchProps) {
  const { t } = useTranslation('phone');
  return (
    <section>
      <Title order={2} size="h5" mb="xs">
        {t('sell.client')}
      </Title>
      {value === null ? (
        <ClientSearch onFound={onChange} />
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
