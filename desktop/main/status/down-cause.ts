/** Why a hub does not run, as far as its last sentence tells: each cause has a text in the person's language. */
export const CAUSES = ['port', 'twice', 'newer', 'stranger', 'unreachable', 'code', 'key', 'folder'] as const;
export type Cause = (typeof CAUSES)[number];

/** By what a hub's English sentences are known; the first that fits. They are for the log: a person never reads them. */
const MARKS: [Cause, RegExp][] = [
  ['twice', /another hub is running/i],
  ['port', /\bport \d+\b/i],
  ['newer', /newer version/i],
  ['stranger', /has another CA|is no server of this version/i],
  ['unreachable', /does not answer|does not tell its CA|needs HQ/i],
  ['code', /enrol/i],
  ['key', /was sealed/i],
  ['folder', /data folder|ENOSPC|EACCES|EROFS|cannot be (made|used)/i],
];

/** Null where nothing is known but that it ended: the report says more. */
export const downCause = (sentence: string | null): Cause | null =>
  sentence === null ? null : (MARKS.find(([, mark]) => mark.test(sentence))?.[0] ?? null);
