export const PAPERS = ['A5', 'A4'] as const;
export type Paper = (typeof PAPERS)[number];

const KEY = 'manchengo.paper';

export const isPaper = (value: unknown): value is Paper => PAPERS.some((paper) => paper === value);

/** What lies in this office's printer, remembered on this machine. */
export function savedPaper(): Paper {
  const saved = localStorage.getItem(KEY);
  return isPaper(saved) ? saved : 'A5';
}

export const savePaper = (paper: Paper): void => localStorage.setItem(KEY, paper);
