import { execFileSync } from 'node:child_process';
import { globSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { answersSource, inputsSource, type Named, type Names } from './client-source.ts';
import { describedCalls } from './described-calls.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const FOLDER = 'shared/contract/hq';
const MADE = /\/call-(?:inputs|answers)\.ts$/;
const TABLES = ['HQ_ITEMS'];

/** The generated files of the console's client, as `npm run client` writes them. */
export async function clientFiles(): Promise<{ file: string; source: string }[]> {
  const [calls, names] = [await describedCalls(), await contractNames()];
  const files = [
    { file: `${FOLDER}/call-inputs.ts`, source: inputsSource(calls, names) },
    { file: `${FOLDER}/call-answers.ts`, source: answersSource(calls, names) },
  ];
  return files.map(({ file, source }) => ({ file, source: formatted(file, source) }));
}

/** The contract's schemas by their exported names, or as members of its tables where they have none of their own. */
async function contractNames(): Promise<Names> {
  const names = new Map<unknown, Named>();
  const files = globSync('shared/contract/**/*.ts', { cwd: ROOT, exclude: ['**/*.test.ts'] });
  const modules = await Promise.all(
    files
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => !MADE.test(file))
      .sort()
      .map(exportsOf),
  );
  const note = (value: unknown, named: Named) => {
    if (typeof value === 'object' && value !== null && !names.has(value)) names.set(value, named);
  };
  for (const { module, exported } of modules) {
    for (const [name, value] of Object.entries(exported)) note(value, { module, name });
  }
  for (const { module, exported } of modules) {
    for (const name of TABLES) {
      for (const [member, value] of Object.entries(exported[name] ?? {})) note(value, { module, name, member });
    }
  }
  return names;
}

async function exportsOf(file: string): Promise<{ module: string; exported: Record<string, object> }> {
  return { module: `#${file}`, exported: await import(new URL(`../../../${file}`, import.meta.url).href) };
}

/** As the formatter of the repository writes it, so that it stays as it is. */
const formatted = (file: string, source: string): string =>
  execFileSync(
    process.execPath,
    ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', `--stdin-file-path=${file}`],
    {
      cwd: ROOT,
      input: source,
      encoding: 'utf8',
    },
  );
