import { IconLock, IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DesktopOverview } from '#shared/contract/desktop.ts';
import { EmptyState } from '#shared/ui/empty-state.tsx';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { formatTime } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { failureIn } from '#shared/ui/json-call.ts';
import './wan-banner.css';

const NO_KEY = ['TOKEN_INVALID', 'TOKEN_EXPIRED', 'FORBIDDEN'];

/** The hub did not answer as it should: what is safe, and how old the screen is. */
export function HubSilent({ error, last }: { error: Error; last: DesktopOverview | null }) {
  const { t } = useTranslation('depot');
  const language = useLanguage();
  const failure = failureIn(error);
  if (NO_KEY.includes(failure.code)) {
    return (
      <EmptyState icon={IconLock} title={t('locked.title')}>
        {t('locked.more')}
      </EmptyState>
    );
  }
  if (!last) return <ErrorNote code={failure.code} />;
  return (
    <section className="wan-banner" data-state="person" role="alert">
      <IconPlugConnectedX size={72} stroke={1.75} aria-hidden />
      <div>
        <h2>{t('wan.silent')}</h2>
        <p>{t('wan.silentMore', { time: formatTime(last.now, language) })}</p>
      </div>
    </section>
  );
}
