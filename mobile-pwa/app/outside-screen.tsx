import { ActionIcon } from '@mantine/core';
import { IconChevronLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ScreenTitle } from './screen-title.tsx';

export interface OutsideScreenProps {
  title: string;
  onBack: () => void;
  /** The thumb's button, and at most one quiet one below it. */
  action?: ReactNode;
  children: ReactNode;
}

/** A screen for whoever has not signed in, or stands before a locked phone: it leads back, and nowhere else. */
export function OutsideScreen({ title, onBack, action, children }: OutsideScreenProps) {
  const { t } = useTranslation('phone');
  return (
    <div className="screen outside">
      <header className="screen-head screen-head-back">
        <ActionIcon variant="subtle" aria-label={t('nav.back')} onClick={onBack}>
          <IconChevronLeft className="mirrored" aria-hidden />
        </ActionIcon>
        <ScreenTitle size="h3" className="screen-title">
          {title}
        </ScreenTitle>
      </header>
      <main className="screen-body">{children}</main>
      <footer className="screen-foot">{action !== undefined && <div className="screen-action">{action}</div>}</footer>
    </div>
  );
}
