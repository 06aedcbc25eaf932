import { Center } from '@mantine/core';
import { IconBrowser } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import type { Boot } from '../sync/protocol.ts';
import { Broken } from './broken.tsx';
import { usePhoneState } from './phone-context.tsx';
import { WipedPage, WipingPage } from './wipe/wipe-pages.tsx';

/** Nothing is shown before the data are open, and why not is said plainly. */
export function BootGate({ children }: { children: ReactNode }) {
  const { boot } = usePhoneState();
  return boot.kind === 'ready' ? children : <NotOpen boot={boot} />;
}

/** What is seen of a screen before it is known which; the page has it painted already, see index.html. */
export function ScreenShape() {
  return (
    <div className="screen">
      <div className="screen-head">
        <span className="shell-name" aria-hidden>
          Manchengo
        </span>
      </div>
      <main className="screen-body">
        <LoadingShape rows={5} height={72} />
      </main>
    </div>
  );
}

function NotOpen({ boot }: { boot: Exclude<Boot, { kind: 'ready' }> }) {
  const { t } = useTranslation('phone');
  switch (boot.kind) {
    case 'opening':
      return <ScreenShape />;
    case 'elsewhere':
      return (
        <Center h="100dvh" component="main">
          <EmptyState icon={IconBrowser} title={t('boot.elsewhere')}>
            {t('boot.elsewhereMore')}
          </EmptyState>
        </Center>
      );
    case 'wiping':
      return <WipingPage reason={boot.reason} left={boot.left} />;
    case 'erased':
      return <WipingPage reason={boot.reason} left={0} />;
    case 'wiped':
      return <WipedPage reason={boot.reason} />;
    case 'broken':
      return <Broken code={boot.code} />;
  }
}
