/** What a key does, wherever the focus is outside a field. */
export type Shortcut = 'help' | 'home' | 'deliveries' | 'pairing' | 'search' | 'printAll' | 'palette';

export const SHORTCUT_KEYS: Record<Shortcut, string[]> = {
  help: ['?'],
  palette: ['Ctrl', 'K'],
  home: ['1'],
  deliveries: ['2'],
  pairing: ['3'],
  search: ['/'],
  printAll: ['P'],
};

const BY_KEY: ReadonlyMap<string, Shortcut> = new Map([
  ['?', 'help'],
  ['1', 'home'],
  ['2', 'deliveries'],
  ['3', 'pairing'],
  ['/', 'search'],
  ['p', 'printAll'],
]);

export interface Keystroke {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  /** Whether the key goes into a field that somebody is filling in. */
  inField: boolean;
}

/** Plain keys stay with the field that has the focus; Ctrl K opens the palette from anywhere. */
export function shortcutOf({ key, ctrlKey, metaKey, altKey, inField }: Keystroke): Shortcut | null {
  const plain = key.toLowerCase();
  if (ctrlKey || metaKey) return plain === 'k' && !altKey ? 'palette' : null;
  if (altKey || inField) return null;
  return BY_KEY.get(plain) ?? null;
}
