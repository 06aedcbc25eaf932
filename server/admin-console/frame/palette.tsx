import { Combobox, Modal, Text, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { matching } from '#shared/domain/search.ts';
import { rowsOf, useList } from '../api/use-list.ts';
import type { Section } from './sections.ts';

const FROM_CHARS = 2;
const SHOWN_OF_EACH = 5;
const TYPING_PAUSE_MS = 200;

interface PaletteProps {
  opened: boolean;
  sections: Section[];
  onClose: () => void;
}

/** Ctrl K: go to a page, a client, a note or an invoice by a few letters of its name. */
export function Palette({ opened, sections, onClose }: PaletteProps) {
  const { t } = useTranslation('hq');
  return (
    <Modal opened={opened} onClose={onClose} title={t('keys.palette')}>
      <PaletteSearch sections={sections} onDone={onClose} />
    </Modal>
  );
}

function PaletteSearch({ sections, onDone }: { sections: Section[]; onDone: () => void }) {
  const { t } = useTranslation('hq');
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState('');
  const found = useDestinations(typed, sections);
  const combobox = useCombobox();
  return (
    <Combobox
      store={combobox}
      withinPortal={false}
      onOptionSubmit={(path) => {
        onDone();
        navigate(path);
      }}
    >
      <Combobox.EventsTarget>
        <TextInput
          data-autofocus
          // At once: the dialog's own focus comes a moment later, and what is typed meanwhile would be lost.
          autoFocus
          size="md"
          aria-label={t('keys.palette')}
          placeholder={t('keys.paletteHint')}
          value={typed}
          onChange={(change) => {
            setTyped(change.currentTarget.value);
            combobox.updateSelectedOptionIndex();
          }}
        />
      </Combobox.EventsTarget>
      <Combobox.Options mt="sm" aria-label={t('keys.palette')}>
        {found.map(({ path, label, detail }) => (
          <Combobox.Option key={path} value={path} py="sm">
            <bdi>{label}</bdi>{' '}
            <Text span c="dimmed" size="sm">
              <bdi>{detail}</bdi>
            </Text>
          </Combobox.Option>
        ))}
        {found.length === 0 && <Combobox.Empty>{t('keys.paletteNone')}</Combobox.Empty>}
      </Combobox.Options>
    </Combobox>
  );
}

/** Pages first, then what HQ finds by the same letters. */
function useDestinations(typed: string, sections: Section[]) {
  const { t } = useTranslation('hq');
  const [asked] = useDebouncedValue(typed.trim(), TYPING_PAUSE_MS);
  const isAsked = asked.length >= FROM_CHARS;
  const q = { q: asked };
  const notes = useList('deliveries', q, isAsked);
  const invoices = useList('invoices', q, isAsked);
  const clients = useList('clients', q, isAsked);
  const pages = sections.flatMap((section) =>
    section.pages.map(({ path, name }) => ({ path, label: t(`nav.${name}`), detail: '' })),
  );
  const first = <Row,>(list: Parameters<typeof rowsOf<Row>>[0]) =>
    isAsked ? rowsOf(list).slice(0, SHOWN_OF_EACH) : [];
  return [
    ...matching(pages, typed, ({ label }) => label),
    ...first(notes).map(({ id, reference, client_name }) => ({
      path: `/deliveries?open=${id}`,
      label: reference,
      detail: client_name,
    })),
    ...first(invoices).map(({ id, reference }) => ({ path: `/invoices?open=${id}`, label: reference, detail: '' })),
    ...first(clients).map(({ id, name, phone }) => ({ path: `/clients?open=${id}`, label: name, detail: phone ?? '' })),
  ];
}
