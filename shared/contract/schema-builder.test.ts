import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = import.meta.dirname;
const modules = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .sort();

/** Prints whatever the contract's modules export that can be written as JSON, with one builder or the other. */
const PROGRAM = `
import { registerHooks } from 'node:module';
const [root, builder, ...modules] = process.argv.slice(1);
registerHooks({ resolve: (name, context, next) => next(name === 'typebox' ? builder : name, context) });
const found = {};
for (const name of modules) {
  for (const [member, value] of Object.entries(await import(root + '/' + name)))
    if (typeof value === 'object' && value !== null) found[name + ': ' + member] = value;
}
process.stdout.write(JSON.stringify(found));`;

const exportedWith = (builder: string): Record<string, unknown> =>
  JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', PROGRAM, '--', ROOT, builder, ...modules], {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 50_000_000,
    }),
  );

describe('the builders that a phone carries in place of typebox', () => {
  it('[OPEN-5] give the same schema as typebox, of everything in the contract', () => {
    const full = exportedWith('typebox');
    expect(Object.keys(full).length).toBeGreaterThan(150);
    expect(exportedWith(path.join(ROOT, 'schema-builder.ts'))).toEqual(full);
  });
});
