import { Button } from '@mantine/core';
import { IconLanguage } from '@tabler/icons-react';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { lazyPart } from './lazy-part.tsx';

/** The tour stands there before it: a menu is a heavy thing, and nobody changes the language in the first moment. */
export const TourLanguageMenu = lazyPart(
  async () => (await import('#shared/ui/language-menu.tsx')).LanguageMenu,
  function Shape() {
    return (
      <Button variant="subtle" disabled leftSection={<IconLanguage size={20} aria-hidden />}>
        {useLanguage().toUpperCase()}
      </Button>
    );
  },
);
