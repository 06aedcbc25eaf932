import { ActionIcon } from '@mantine/core';
import { IconChevronLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { GraceNotice } from './grace-notice.tsx';
import { ScreenTitle } from './screen-title.tsx';
import { SessionNotice } from './session-notice.tsx';
import { StorageNotice } from './storage-notice.tsx';
import { TabBar } from './tab-bar.tsx';
import { UnsentStrip } from './unsent-strip.tsx';
import { useKeptScroll } from './use-kept-scroll.ts';
import { useSettled } from './use-settled.ts';
import { useTyping } from './use-typing.ts';

export interface ScreenProps {
  title: ReactNode;
  /** Where the arrow leads; absent on the four main screens. */
  back?: string;
  /** Beside the title. */
  aside?: ReactNode;
  /** The thumb's button, and at most one quiet one below it. */
  action?: ReactNode;
  children: ReactNode;
}

/**
 * What every screen has: its name on top, what is unsent and the thumb's button at the bottom, and the four ways out. Nothing
 * of it takes a tap in its first moments, which was meant for the screen before, except the four ways out: they are in
 * the same place on every screen.
 */
export function Screen({ title, back, aside, action, children }: ScreenProps) {
  const { t } = useTranslation('phone');
  const { t: ui } = useTranslation('ui');
  const [, navigate] = useLocation();
  const isSettled = useSettled();
  const isTyping = useTyping();
  const body = useKeptScroll();
  return (
    <div className="screen" data-settling={isSettled ? undefined : true} data-typing={isTyping || undefined}>
      <a className="skip-link" href="#content">
        {ui('skipToContent')}
      </a>
      <header className={back === undefined ? 'screen-head' : 'screen-head screen-head-back'}>
        {back !== undefined && (
          <ActionIcon variant="subtle" aria-label={t('nav.back')} onClick={() => navigate(back)}>
            <IconChevronLeft className="mirrored" aria-hidden />
          </ActionIcon>
        )}
        <ScreenTitle size="h3" className="screen-title">
          {title}
        </ScreenTitle>
        {aside}
      </header>
      {/* It scrolls, so the keyboard has to reach it also where nothing in it takes the focus. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by Tab. */}
      <main className="screen-body" id="content" tabIndex={0} ref={body}>
        <GraceNotice />
        <StorageNotice />
        <SessionNotice />
        {children}
      </main>
      <footer className="screen-foot">
        <UnsentStrip />
        {action !== undefined && action !== false && <div className="screen-action">{action}</div>}
        <TabBar />
      </footer>
    </div>
  );
}
