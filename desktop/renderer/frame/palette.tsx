import { Combobox, Modal, Text, TextInput, useCombobox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { deliveriesQuery } from '../api/queries.ts';
import { SECTION_NAMES, SECTIONS } from '../more/sections.ts';
import { destinationsFor } from './destinations.ts';
import { SCREEN_NAMES, SCREENS } from './shortcuts.ts';

/** Ctrl K: go to a screen or a note by a few letters of its name. */
export function Palette({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(['depot', 'ui']);
  return (
    <Modal opened={opened} onClose={onClose} title={t('palette.title')}>
      <PaletteSearch onDone={onClose} />
    </Modal>
  );
}

function PaletteSearch({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('depot');
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState('');
  const { data } = useQuery(deliveriesQuery(''));
  const combobox = useCombobox();
  const screens = [
    ...SCREEN_NAMES.map((name) => ({ path: SCREENS[name], label: t(`nav.${name}`), detail: '' })),
    { path: '/pairing', label: t('nav.pairing'), detail: '' },
    { path: '/stock?by=lot', label: t('stock.views.lot'), detail: t('nav.stock') },
    ...SECTION_NAMES.map((section) => ({
      path: `/more/${section}`,
      label: t(`more.${SECTIONS[section]}`),
      detail: t('nav.more'),
    })),
  ];
  const { shown, more } = destinationsFor(typed, screens, data);
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
          size="md"
          aria-label={t('palette.title')}
          placeholder={t('palette.placeholder')}
          value={typed}
          onChange={(change) => {
            setTyped(change.currentTarget.value);
            combobox.updateSelectedOptionIndex();
          }}
        />
      </Combobox.EventsTarget>
      <Combobox.Options mt="sm" aria-label={t('palette.title')}>
        {shown.map(({ path, label, detail }) => (
          <Combobox.Option key={path} value={path} py="sm">
            <bdi>{label}</bdi>{' '}
            <Text span c="dimmed" size="sm">
              {detail}
            </Text>
          </Combobox.Option>
        ))}
        {shown.length === 0 && <Combobox.Empty>{t('palette.none')}</Combobox.Empty>}
      </Combobox.Options>
      {more > 0 && (
        <Text size="sm" c="dimmed" mt="xs" role="status">
          {t('palette.more', { count: more })}
        </Text>
      )}
    </Combobox>
  );
}
