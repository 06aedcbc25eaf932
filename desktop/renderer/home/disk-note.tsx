import { IconDatabaseExclamation } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DesktopOverview } from '#shared/contract/desktop.ts';
import { formatNumber } from '#shared/ui/format.ts';
import { Note } from './note.tsx';

const MEGABYTE = 1_000_000;

/** A disk that is nearly full: what is refused meanwhile, what is safe, and what to do. */
export function DiskNote({ disk }: Pick<DesktopOverview, 'disk'>) {
  const { t } = useTranslation('depot');
  if (disk.level === 'GOOD') return null;
  return (
    <Note
      tone="person"
      icon={IconDatabaseExclamation}
      title={t('disk.title', { free: formatNumber(Math.floor(disk.free_bytes / MEGABYTE)) })}
      todo={t('disk.todo', { floor: formatNumber(Math.ceil(disk.floor_bytes / MEGABYTE)) })}
    >
      {t(`disk.${disk.level}`)}
    </Note>
  );
}
