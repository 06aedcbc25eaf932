import { Button, Center } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { Component, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { useAppUpdate } from './app-update.ts';
import { FileMissing } from './lazy-file.ts';

interface GateProps {
  /** Fetches the file once more. */
  again: () => Promise<unknown>;
  /** It has come. */
  onHere: () => void;
  children: ReactNode;
}

/** Stands around a screen that may be missing; every other error is the crash gate's. */
export class MissingScreenGate extends Component<GateProps, { error: unknown }> {
  override state = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    if ((error as unknown) instanceof FileMissing) return <MissingScreen {...this.props} />;
    throw error;
  }
}

/** Whether the page could be opened anew: without that a reload would take the whole app away. */
const canReload = async (): Promise<boolean> =>
  fetch('/index.html', { cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );

/** A form that was left for this screen has kept itself: it is there after the way back, and after the reload. */
function MissingScreen({ again, onHere }: GateProps) {
  const { t } = useTranslation('phone');
  const [, navigate] = useLocation();
  const update = useAppUpdate();
  const [isTrying, setTrying] = useState(false);

  async function retry(): Promise<void> {
    setTrying(true);
    const isHere = await again().then(
      () => true,
      () => false,
    );
    if (isHere) return onHere();
    // Its build is gone from the node, and a newer one lies ready here or there: that one has the screen.
    if (update.isReady) return update.apply();
    if (await canReload()) return window.location.reload();
    setTrying(false);
  }

  return (
    <Center h="100dvh" component="main" role="alert">
      <EmptyState
        icon={IconPlugConnectedX}
        title={t('missingScreen.title')}
        isPage
        action={
          <>
            <Button color="rind" variant="filled" loading={isTrying} onClick={() => void retry()}>
              {t('missingScreen.retry')}
            </Button>
            <Button
              variant="subtle"
              onClick={() => (window.history.length > 1 ? window.history.back() : navigate('/'))}
            >
              {t('nav.back')}
            </Button>
          </>
        }
      >
        {t('missingScreen.more')}
      </EmptyState>
    </Center>
  );
}
