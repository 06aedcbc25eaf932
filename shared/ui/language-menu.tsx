import { Button, Menu } from '@mantine/core';
import { IconCheck, IconLanguage } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LANGUAGE_NAMES, LANGUAGES, type Language } from './i18n/languages.ts';
import { fetchTexts } from './i18n/start-i18n.ts';
import { useLanguage } from './i18n/use-language.ts';

export function LanguageMenu() {
  const { t, i18n } = useTranslation();
  const current = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const [isMissing, setMissing] = useState(false);

  /** The menu stays open where the language cannot be had, and says so: nothing on the screen has changed. */
  async function choose(language: Language): Promise<void> {
    try {
      await fetchTexts(i18n, language);
    } catch {
      return setMissing(true);
    }
    setOpen(false);
    await i18n.changeLanguage(language);
  }

  return (
    <Menu
      opened={isOpen}
      onChange={(opens) => {
        setOpen(opens);
        setMissing(false);
      }}
      closeOnItemClick={false}
    >
      <Menu.Target>
        <Button
          variant="subtle"
          leftSection={<IconLanguage size={20} aria-hidden />}
          aria-label={`${current.toUpperCase()}, ${t('language')} : ${LANGUAGE_NAMES[current]}`}
        >
          {current.toUpperCase()}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {LANGUAGES.map((language) => (
          <Menu.Item
            key={language}
            lang={language}
            leftSection={<IconCheck size={18} opacity={language === current ? 1 : 0} aria-hidden />}
            aria-current={language === current}
            onClick={() => void choose(language)}
          >
            {LANGUAGE_NAMES[language]}
          </Menu.Item>
        ))}
        {isMissing && <Menu.Label role="alert">{t('languageMissing')}</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  );
}
