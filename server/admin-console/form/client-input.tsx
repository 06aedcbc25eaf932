import { Select, type SelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { matching } from '#shared/domain/search.ts';
import { rowsOf, useList } from '../api/use-list.ts';
import { useOne } from '../api/use-one.ts';

const TYPING_PAUSE_MS = 200;

interface ClientInputProps extends Omit<SelectProps, 'value' | 'onChange' | 'data'> {
  value: string;
  onChange: (id: string | null) => void;
}

/** One of the clients, however many there are: HQ looks for what is typed. */
export function ClientInput({ value, onChange, ...rest }: ClientInputProps) {
  const { t } = useTranslation('hq');
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), TYPING_PAUSE_MS);
  const chosen = useOne('clients', value).data;
  // What stands in the field once a client is chosen is its name, which is no search.
  const list = useList('clients', { q: asked === chosen?.name ? '' : asked });
  const isAnswered = asked === typed.trim() && !list.isPlaceholderData;
  // Until HQ has answered, none of the former answer that does not fit is offered.
  const found = isAnswered || typed === chosen?.name ? rowsOf(list) : matching(rowsOf(list), typed, ({ name }) => name);
  const shown = chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found;
  return (
    <Select
      {...rest}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      nothingFoundMessage={t('list.noMatch')}
      // What HQ found is not sifted once more: it knows the telephone number, too.
      filter={({ options }) => options}
      data={shown.map(({ id, name }) => ({ value: id, label: name }))}
      value={value || null}
      onChange={onChange}
    />
  );
}
