import { DAY_MS } from '#shared/contract/durations.ts';
import type { Hub } from '#shared/contract/entities.ts';

export type HubTrouble = 'disk' | 'drive' | 'backup';

/** What of a hub's report a person must see to. A backup is made every hour: one of yesterday is none. */
export function troublesOf({ disk, backup }: NonNullable<Hub['health']>, now: number): HubTrouble[] {
  const isOld = backup.last_at === null || now - Date.parse(backup.last_at) > DAY_MS;
  return [
    ...(disk.level === 'GOOD' ? [] : ['disk' as const]),
    ...(backup.second === 'MISSING' ? ['drive' as const] : []),
    ...(backup.failed || isOld ? ['backup' as const] : []),
  ];
}
