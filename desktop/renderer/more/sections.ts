/** The parts of "More", each with an address of its own, and under which of `more.*` it is called. */
export const SECTIONS = {
  journal: 'journal',
  inbox: 'inbox',
  desk: 'desk',
  network: 'network',
  settings: 'settings',
  about: 'aboutTitle',
} as const;
export type Section = keyof typeof SECTIONS;
export const SECTION_NAMES = Object.keys(SECTIONS) as Section[];
