import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Long enough not to ask for every letter, short enough to feel at once. */
const TYPING_PAUSE_MS = 250;

export function SearchField({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const { t } = useTranslation(['hq', 'ui']);
  const [typed, setTyped] = useState(value);
  const [asked, setAsked] = useState(value);
  const ask = useDebouncedCallback((text: string) => {
    setAsked(text);
    onChange(text);
  }, TYPING_PAUSE_MS);
  // Filters taken away elsewhere, or the way back, empty the field too.
  if (value !== asked) {
    setAsked(value);
    setTyped(value);
  }
  const type = (text: string) => {
    setTyped(text);
    ask(text);
  };
  return (
    <TextInput
      flex={1}
      miw={220}
      type="search"
      label={t('list.search')}
      leftSection={<IconSearch size={18} aria-hidden />}
      value={typed}
      onChange={(change) => type(change.currentTarget.value)}
      rightSection={typed && <CloseButton aria-label={t('ui:action.clearSearch')} onClick={() => type('')} />}
    />
  );
}
