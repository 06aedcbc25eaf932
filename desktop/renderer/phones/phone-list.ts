import type { DesktopPhone } from '#shared/contract/desktop.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * What tells the phones of one person apart: a letter each, by the order of their ids, which never changes. Who has one
 * phone needs none.
 */
export function phoneLetters(phones: Pick<DesktopPhone, 'device_id' | 'user_id'>[]): ReadonlyMap<string, string> {
  const letters = new Map<string, string>();
  const ordered = [...phones].sort((a, b) => (a.device_id < b.device_id ? -1 : 1));
  for (const { device_id, user_id } of ordered) {
    const own = ordered.filter((phone) => phone.user_id === user_id);
    if (own.length < 2) continue;
    const place = own.findIndex((phone) => phone.device_id === device_id);
    letters.set(device_id, LETTERS[place] ?? String(place + 1));
  }
  return letters;
}
