export interface Keystroke {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  /** Whether the key goes into a field that somebody is filling in. */
  inField: boolean;
}

export type KeyMeaning =
  | { kind: 'help' }
  | { kind: 'palette' }
  | { kind: 'search' }
  | { kind: 'section'; index: number };

/** Plain keys stay with the field that has the focus; Ctrl K opens the palette from anywhere. */
export function keyMeaning({ key, ctrlKey, metaKey, altKey, inField }: Keystroke): KeyMeaning | null {
  if (ctrlKey || metaKey) return key.toLowerCase() === 'k' && !altKey ? { kind: 'palette' } : null;
  if (altKey || inField) return null;
  if (key === '?') return { kind: 'help' };
  if (key === '/') return { kind: 'search' };
  return /^[1-9]$/.test(key) ? { kind: 'section', index: Number(key) - 1 } : null;
}
