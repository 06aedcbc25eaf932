import { renameSync, writeFileSync } from 'node:fs';

/** Whole or not at all, for this account only: a crash must leave no half identity. */
export function writeWhole(file: string, text: string): void {
  const draft = `${file}.new`;
  writeFileSync(draft, text, { mode: 0o600, flush: true });
  renameSync(draft, file);
}
