/** The entries of the menu, in their order: each has the key of its place. */
export const SCREENS = {
  home: '/',
  deliveries: '/deliveries',
  phones: '/phones',
  tours: '/tours',
  stock: '/stock',
  more: '/more',
} as const;
export type Screen = keyof typeof SCREENS;
export const SCREEN_NAMES = Object.keys(SCREENS) as Screen[];

/** What a key does, wherever the focus is outside a field. */
export type Shortcut = 'help' | 'palette' | 'search' | 'printAll' | Screen;

export const SHORTCUT_KEYS: Record<Shortcut, string[]> = {
  help: ['?'],
  palette: ['Ctrl', 'K'],
  home: ['1'],
  deliveries: ['2'],
  phones: ['3'],
  tours: ['4'],
  stock: ['5'],
  more: ['6'],
  search: ['/'],
  printAll: ['P'],
};

const BY_KEY: ReadonlyMap<string, Shortcut> = new Map([
  ['?', 'help'],
  ...SCREEN_NAMES.map((screen, place): [string, Shortcut] => [String(place + 1), screen]),
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
