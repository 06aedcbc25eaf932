import {
  type Icon,
  IconClockExclamation,
  IconCloudCheck,
  IconCloudDown,
  IconCloudOff,
  IconCloudUp,
  IconCloudX,
  IconCopyX,
  IconDatabaseExclamation,
  IconHourglass,
  IconPlugConnectedX,
  IconRefreshAlert,
  IconShieldX,
  IconWorldSearch,
} from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { DesktopOverview, Drain, Intake, LineTrouble } from '#shared/contract/desktop.ts';
import { formatDuration, formatNumber } from '#shared/ui/format.ts';
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

const TROUBLE_ICONS: Record<LineTrouble, Icon> = {
  CLOCK: IconClockExclamation,
  STRANGER: IconShieldX,
  PORTAL: IconWorldSearch,
  UNKNOWN_HUB: IconShieldX,
  VERSION: IconRefreshAlert,
  BUSY: IconHourglass,
  TWICE: IconCopyX,
  REVOKED: IconPlugConnectedX,
  OTHER: IconCloudX,
};

function drainText(
  { sent, total, per_second, seconds_left }: Drain,
  t: TFunction<'depot'>,
  language: Language,
): string {
  const counts = { sent: formatNumber(sent), total: formatNumber(total) };
  if (seconds_left === null) return t('line.drainingStill', counts);
  const left = formatDuration(seconds_left * 1_000, language);
  return t('line.drainingMore', { ...counts, speed: formatNumber(per_second), left });
}

function intakeTexts({ state, done, total }: Intake, t: TFunction<'depot'>): Words {
  if (state !== 'LOADING') {
    return { icon: IconDatabaseExclamation, state: 'person', what: t(`line.${state}`), more: t(`line.${state}_more`) };
  }
  const counts = { done: formatNumber(done), total: formatNumber(total ?? done) };
  const more = t(total === null ? 'line.loadingStill' : 'line.loadingMore', counts);
  return { icon: IconCloudDown, state: 'depot', what: t('line.loading'), more };
}

function textsOf(view: WanView, t: TFunction<'depot'>, language: Language): Words {
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
    case 'draining':
      return {
        icon: IconCloudUp,
        state: 'depot',
        what: t('line.draining'),
        more: drainText(view.drain, t, language),
      };
    case 'trying':
      return { icon: IconCloudUp, state: 'depot', what: t('line.TRYING'), more: t('line.TRYING_more') };
    case 'trouble':
      return {
        icon: TROUBLE_ICONS[view.trouble],
        // HQ that has no time needs nobody here.
        state: view.trouble === 'BUSY' ? 'depot' : 'person',
        what: t(`line.${view.trouble}`),
        more: t(`line.${view.trouble}_more`),
      };
    case 'intake':
      return intakeTexts(view.intake, t);
    case 'cut':
      return {
        icon: IconCloudOff,
        state: 'depot',
        what: t('wan.cut', { duration: formatDuration(view.forMs, language) }),
        more: t('wan.cutMore', { count: view.waiting }),
      };
  }
}

/** The text that is read from across the room. */
export function WanBanner({ overview }: { overview: DesktopOverview }) {
  const { t } = useTranslation('depot');
  const { icon: Icon, state, what, more } = textsOf(wanView(overview), t, useLanguage());
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
