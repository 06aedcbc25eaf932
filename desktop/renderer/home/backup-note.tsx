import { IconDatabaseExclamation } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DesktopOverview } from '#shared/contract/desktop.ts';
import { Note } from './note.tsx';

/** Backups that are not made, or a drive that is not there. */
export function BackupNote({ backup }: Pick<DesktopOverview, 'backup'>) {
  const { t } = useTranslation('depot');
  const trouble = backup.failed ? 'failed' : backup.second === 'MISSING' ? 'missing' : null;
  if (trouble === null) return null;
  return (
    <Note
      tone="person"
      icon={IconDatabaseExclamation}
      title={t(`backup.${trouble}`)}
      todo={t(`backup.${trouble}Todo`)}
    />
  );
}
