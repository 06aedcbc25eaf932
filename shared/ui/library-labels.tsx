import { type MantineThemeOverride, MantineThemeProvider } from '@mantine/core';
import type { TFunction } from 'i18next';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/**
 * What the component library would say by itself, in English or not at all, as defaults of the theme: no screen has to
 * think of it. A screen’s theme may add to them, and a component’s own label stands above both.
 */
export function LibraryLabels({ children }: { children: ReactNode }) {
  const { t } = useTranslation('ui');
  const labels = useMemo(() => labelsIn(t), [t]);
  return (
    <MantineThemeProvider inherit theme={labels}>
      {children}
    </MantineThemeProvider>
  );
}

function labelsIn(t: TFunction<'ui'>): MantineThemeOverride {
  const close = { 'aria-label': t('action.close') };
  const closing = { defaultProps: { closeButtonProps: close } };
  return {
    components: {
      Modal: closing,
      Drawer: closing,
      CloseButton: { defaultProps: close },
      PasswordInput: { defaultProps: { visibilityToggleButtonProps: { 'aria-label': t('action.showTyped') } } },
    },
  };
}
