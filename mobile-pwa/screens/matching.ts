/** Lower case and without accents, so that `epicerie` finds `Épicerie`. */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The items whose text holds every word that was typed, in their own order. */
export function matching<T>(items: T[], wanted: string, textOf: (item: T) => string): T[] {
  const words = plain(wanted).split(/\s+/).filter(Boolean);
  return items.filter((item) => {
    const text = plain(textOf(item));
    return words.every((word) => text.includes(word));
  });
}
