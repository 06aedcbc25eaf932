import {
  type Icon,
  IconClockExclamation,
  IconCloudCheck,
  IconCloudOff,
  IconCloudUp,
  IconShieldX,
} from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { DesktopOverview } from '#shared/contract/desktop.ts';
import { formatDuration } from '#shared/ui/format.ts';
import type { Language } from '#shared/ui/i18n/languages.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { type WanView, wanView } from './wan-view.ts';
import './wan-banner.css';

interface Words {
  icon: Icon;
  /** Green: all is at HQ. Blue: it is here, and safe. Red: somebody has to do something. */
  state: 'hq' | 'depot' | 'person';
  what: string;
  more: string;
}

function wordsOf(view: WanView, t: TFunction<'depot'>, language: Language): Words {
  switch (view.kind) {
    case 'allAtHq':
      return { icon: IconCloudCheck, state: 'hq', what: t('wan.allAtHq'), more: t('wan.allAtHqMore') };
    case 'leaving':
      return {
        icon: IconCloudUp,
        state: 'depot',
        what: t('wan.leaving'),
        more: t('wan.leavingMore', { count: view.waiting }),
      };
    case 'trouble':
      return {
        icon: view.trouble === 'CLOCK' ? IconClockExclamation : IconShieldX,
        state: 'person',
        what: t(`wan.${view.trouble}`),
        more: t(`wan.${view.trouble}_more`),
      };
    case 'cut':
      return {
        icon: IconCloudOff,
        state: 'depot',
        what:
          view.forMs === null ? t('wan.cutNever') : t('wan.cut', { duration: formatDuration(view.forMs, language) }),
        more: t('wan.cutMore', { count: view.waiting }),
      };
  }
}

/** The words that are read from across the room. */
export function WanBanner({ overview }: { overview: DesktopOverview }) {
  const { t } = useTranslation('depot');
  const { icon: Icon, state, what, more } = wordsOf(wanView(overview), t, useLanguage());
  return (
    <section className="wan-banner" data-state={state} aria-live="polite">
      <Icon size={72} stroke={1.75} aria-hidden />
      <div>
        <h2>{what}</h2>
        <p>{more}</p>
      </div>
    </section>
  );
}
