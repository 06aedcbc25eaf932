import { globSync } from 'node:fs';

const CODE_FOLDERS = '{shared,server,desktop,mobile-pwa}';

/** The code's files whose path from the root (`/` between folders) matches; for tests about the code itself. */
export function repositoryFiles(pattern: RegExp): string[] {
  return globSync(`${CODE_FOLDERS}/**/*.*`, { exclude: ['**/node_modules/**', '**/dist/**'] })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => pattern.test(file))
    .sort();
}
