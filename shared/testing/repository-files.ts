import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const CODE_FOLDERS = ['shared', 'server', 'desktop', 'mobile-pwa'];

/** The repository's own files (not what git ignores) whose path from the root matches; for tests about the code itself. */
export function repositoryFiles(pattern: RegExp): string[] {
  const git = ['ls-files', '--cached', '--others', '--exclude-standard', '-z', '--', ...CODE_FOLDERS];
  return execFileSync('git', git, { encoding: 'utf8' })
    .split('\0')
    .filter((file) => pattern.test(file) && existsSync(file))
    .sort();
}
