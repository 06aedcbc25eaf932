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
