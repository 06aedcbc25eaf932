import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { repositoryFiles } from '#shared/testing/repository-files.ts';

/** Type parameters of helpers, and a body of bytes. */
const NO_SCHEMAS = ['Body', 'S', 'Buffer'];

/** Bodies and query parameters that a source's routes take, and that are not imported from the contract. */
function strangeInputs(source: string): string[] {
  const named = [...source.matchAll(/\b(?:body|querystring): ([A-Z]\w*)/g)].map(([, name = '']) => name);
  const unnamed = source.match(/\bquerystring(?:,| = )/g) ?? [];
  const imports = [...source.matchAll(/import (?:type )?\{([^}]*)\} from '#shared\/contract\/[^']*'/g)].map(
    ([, names]) => names,
  );
  const known = new Set(
    imports
      .join(',')
      .split(',')
      .map((name) => name.trim()),
  );
  return [...named.filter((name) => !NO_SCHEMAS.includes(name) && !known.has(name)), ...unnamed];
}

test('[WIRE-7] what HQ’s calls take has its schema in the contract, like what they answer', () => {
  const sources = repositoryFiles(/^server\/src\/admin\/.*(?<!\.test)\.ts$/);
  expect(sources.length).toBeGreaterThan(50);
  const strange = sources.flatMap((file) => strangeInputs(readFileSync(file, 'utf8')).map((name) => `${file} ${name}`));
  expect(strange).toEqual([]);
  expect(strangeInputs('schema: { body: OwnSchema, response: {} }')).toEqual(['OwnSchema']);
  expect(strangeInputs('const querystring = Type.Object({}); querystring: Type.Object({})')).toHaveLength(2);
});
