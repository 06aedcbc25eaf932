import { DirectionProvider, MantineProvider, useDirection } from '@mantine/core';
import type { i18n as I18n } from 'i18next';
import { type ReactNode, useEffect } from 'react';
import { I18nextProvider } from 'react-i18next';
import { FieldTexts } from './field-texts.tsx';
import { directionOf } from './i18n/languages.ts';
import { useLanguage } from './i18n/use-language.ts';
import { LibraryLabels } from './library-labels.tsx';
import { cssVariables, theme } from './theme.ts';
import '@mantine/core/styles.css';
import './theme.css';

/** Theme, texts and writing direction: what each of the three apps wraps its screens in. */
export function ManchengoProvider({ i18n, children }: { i18n: I18n; children: ReactNode }) {
  return (
    <I18nextProvider i18n={i18n}>
      <DirectionProvider detectDirection={false}>
        <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
          <PageLanguage />
          <FieldTexts />
          <LibraryLabels>{children}</LibraryLabels>
        </MantineProvider>
      </DirectionProvider>
    </I18nextProvider>
  );
}

/** Tells the page, hence screen readers and the layout, which language it is in and which way it runs. */
function PageLanguage() {
  const language = useLanguage();
  const { setDirection } = useDirection();
  useEffect(() => {
    document.documentElement.lang = language;
    setDirection(directionOf(language));
  }, [language, setDirection]);
  return null;
}
