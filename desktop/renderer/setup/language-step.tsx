import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LANGUAGE_NAMES, LANGUAGES } from '#shared/ui/i18n/languages.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';

export function LanguageStep() {
  const { i18n } = useTranslation();
  const current = useLanguage();
  return (
    <Group>
      {LANGUAGES.map((language) => (
        <Button
          key={language}
          lang={language}
          size="xl"
          variant={language === current ? 'filled' : 'default'}
          color="dark"
          aria-pressed={language === current}
          onClick={() => void i18n.changeLanguage(language)}
        >
          {LANGUAGE_NAMES[language]}
        </Button>
      ))}
    </Group>
  );
}
