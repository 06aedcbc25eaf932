import { Button, Menu } from '@mantine/core';
import { IconCheck, IconLanguage } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { LANGUAGE_NAMES, LANGUAGES } from './i18n/languages.ts';
import { useLanguage } from './i18n/use-language.ts';

export function LanguageMenu() {
  const { t, i18n } = useTranslation();
  const current = useLanguage();
  return (
    <Menu>
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
            onClick={() => void i18n.changeLanguage(language)}
          >
            {LANGUAGE_NAMES[language]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
