import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { repositoryFiles } from '#shared/testing/repository-files.ts';

test('.env.example names every setting that a node reads', () => {
  const settings = repositoryFiles(/^(server\/src|desktop\/hub|shared\/node-app)\/(.*\/)?settings\.ts$/);
  const code = settings.map((file) => readFileSync(file, 'utf8')).join('\n');
  const read = [...new Set(code.match(/\b(MANCHENGO_[A-Z_]+|DATABASE_URL)\b/g))].sort();
  const example = readFileSync('.env.example', 'utf8');
  expect(read.length).toBeGreaterThan(5);
  expect(read.filter((name) => !example.includes(`\n${name}=`))).toEqual([]);
});
