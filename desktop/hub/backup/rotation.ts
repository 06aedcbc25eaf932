/** A backup's file: `hub-<number>-<time>.backup`. Numbers go on, so that a clock that is set back does not hide the newest. */
export interface Backup {
  name: string;
  number: number;
  /** ISO 8601, as this PC's clock was. */
  at: string;
}

const NAME = /^hub-(\d{8})-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.backup$/;
const NEWEST_KEPT = 6;
const DAYS_KEPT = 7;

export const backupName = (number: number, iso: string): string =>
  `hub-${String(number).padStart(8, '0')}-${iso.slice(0, 19).replace(/[-:]/g, '')}Z.backup`;

/** The backups among the names of a folder, the newest first. */
export function backupsIn(names: readonly string[]): Backup[] {
  return names
    .flatMap((name) => {
      const parts = NAME.exec(name);
      if (parts === null) return [];
      const [, number, year, month, day, hour, minute, second] = parts;
      return [{ name, number: Number(number), at: `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z` }];
    })
    .sort((a, b) => b.number - a.number);
}

/** What may go: all but the newest few, and the last one of each of the last days that have any. */
export function toForget(backups: readonly Backup[]): Backup[] {
  const lastOfDay = new Map<string, Backup>();
  for (const backup of backups) {
    const day = backup.at.slice(0, 10);
    if (!lastOfDay.has(day)) lastOfDay.set(day, backup);
  }
  const kept = new Set([...backups.slice(0, NEWEST_KEPT), ...[...lastOfDay.values()].slice(0, DAYS_KEPT)]);
  return backups.filter((backup) => !kept.has(backup));
}
