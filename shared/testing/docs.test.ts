import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const PAGES = ['README.md', ...globSync('shared/**/*.md', { exclude: ['**/node_modules/**'] })];
const LINK = /\]\(([^)#\s]+)(?:#[^)]*)?\)/g;
/** A path of this repository in backquotes, as the pages name files. */
const NAMED = /`((?:build|desktop|mobile-pwa|server|shared)\/[\w./-]+\.\w+)`/g;

test('every link between the pages, and every file that they name, leads somewhere', () => {
  expect(PAGES.length).toBeGreaterThan(5);
  const broken = PAGES.flatMap((page) => {
    const text = readFileSync(page, 'utf8');
    const links = [...text.matchAll(LINK)].map((match) => match[1] as string).filter((link) => !link.includes(':'));
    const targets = [
      ...links.map((link) => path.join(path.dirname(page), link)),
      ...[...text.matchAll(NAMED)].map((match) => match[1] as string),
    ];
    return targets.filter((target) => !existsSync(target)).map((target) => `${page}: ${target}`);
  });
  expect(broken).toEqual([]);
});
