export type SortValue = string | number | boolean | null;

/** By which column a list is sorted; `-name` is the other way round. Empty: as the server gives it. */
export interface Sort {
  name: string;
  isDescending: boolean;
}

export function sortOf(text: string): Sort | null {
  if (text === '' || text === '-') return null;
  return text.startsWith('-') ? { name: text.slice(1), isDescending: true } : { name: text, isDescending: false };
}

/** What a press on a column's head makes of it: up, then down, then as the server gives it. */
export function nextSort(now: string, name: string): string {
  if (now === name) return `-${name}`;
  return now === `-${name}` ? '' : name;
}

const collator = new Intl.Collator(['fr', 'ar'], { numeric: true, sensitivity: 'base' });

/** Numbers by size, texts as a reader of a list expects them, and what is not there at the end. */
export function compareValues(a: SortValue, b: SortValue): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  if (typeof a === 'string' && typeof b === 'string') return collator.compare(a, b);
  return Number(a) - Number(b);
}
