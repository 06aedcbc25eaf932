import { IconDatabaseHeart } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DesktopOverview } from '#shared/contract/desktop.ts';
import { formatDateTime } from '#shared/ui/format.ts';
import { useLanguage } from '#shared/ui/i18n/use-language.ts';
import { Note } from './note.tsx';
import { isRead } from './recovery-read.ts';

/** The last one that somebody at this screen has read; a newer one is told again. */
const READ_KEY = 'manchengo.recovery-read';

/** What was repaired at a start of the last days: what it was, what is safe, and what to do. */
export function RecoveryNote({ recoveries }: Pick<DesktopOverview, 'recoveries'>) {
  const { t } = useTranslation('depot');
  const language = useLanguage();
  const [read, setRead] = useState(() => localStorage.getItem(READ_KEY));
  const [newest] = recoveries;
  if (newest === undefined || isRead(newest.at, read)) return null;
  const { at, what, outcome, restored_to } = newest;
  const to = restored_to === null ? '' : formatDateTime(restored_to, language);
  return (
    <Note
      tone={outcome === 'BEGUN_ANEW' ? 'person' : 'depot'}
      icon={IconDatabaseHeart}
      title={t(`recovery.${what}`, { at: formatDateTime(at, language) })}
      close={{
        label: t('recovery.read'),
        act: () => {
          localStorage.setItem(READ_KEY, newest.at);
          setRead(newest.at);
        },
      }}
      todo={t(what === 'DATABASE' ? 'recovery.phones' : 'recovery.watch')}
    >
      {t(`recovery.${outcome}`, { to })}
    </Note>
  );
}
