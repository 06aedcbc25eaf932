import type { Language } from '#shared/contract/languages.ts';

/** What the preload script tells the main process, and is told. */
export const CHANNELS = {
  /** From the page: its language, whenever a person changes it. */
  language: 'language',
  /** From the status page: it can be filled in. */
  statusReady: 'status-ready',
  /** From the status page: a button was pressed. */
  statusAct: 'status-act',
  /** To the status page: a StatusView. */
  status: 'status',
  /** From the hub's page: the system's dialog for a folder; answered with its path, or null. */
  chooseFolder: 'choose-folder',
} as const;

/** All that the hub's page can ask of the program, as `window.manchengo`. */
export interface ProgramBridge {
  chooseFolder(): Promise<string | null>;
}

export type StatusAct = 'restart' | 'diagnostics';

/** The page that the window shows while there is no hub; its texts come from the main process. */
export interface StatusView {
  language: Language;
  direction: 'ltr' | 'rtl';
  title: string;
  lines: string[];
  acts: { act: StatusAct; label: string }[];
  report: string | null;
}
