import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { repositoryFiles } from '#shared/testing/repository-files.ts';

const CONFIG = readFileSync('electron-builder.yml', 'utf8');

/** The plain `name: value` lines of one section; YAML enough for a file that a person keeps plain. */
function section(name: string): Record<string, string> {
  const [, body = ''] = new RegExp(`^${name}:\\n((?: .*\\n)+)`, 'm').exec(CONFIG) ?? [];
  return Object.fromEntries([...body.matchAll(/^ {2}(\w+): (.*)$/gm)].map(([, key = '', value = '']) => [key, value]));
}

test('[DESK-3] Electron’s fuses leave nothing but this window, from the archive that was packed', () => {
  expect(section('electronFuses')).toEqual({
    runAsNode: 'false',
    enableNodeOptionsEnvironmentVariable: 'false',
    enableNodeCliInspectArguments: 'false',
    onlyLoadAppFromAsar: 'true',
    enableEmbeddedAsarIntegrityValidation: 'true',
    enableCookieEncryption: 'true',
    grantFileProtocolExtraPrivileges: 'false',
    loadBrowserProcessSpecificV8Snapshot: 'false',
  });
  expect(CONFIG).toMatch(/^asar: true$/m);
  expect(CONFIG, 'the archive’s hashes are packed').not.toContain('disableAsarIntegrity: true');
});

test('[DESK-3] nothing that the window is made of starts a process or reads the variables that are switched off', () => {
  const shipped = repositoryFiles(
    /^(desktop\/(main|hub)|shared\/(contract|domain|node-app|ports|sync-client|sync-server))\/.*\.ts$/,
  ).filter((file) => !file.endsWith('.test.ts'));
  expect(shipped.length).toBeGreaterThan(100);
  const needy =
    /child_process|process\.execPath|ELECTRON_RUN_AS_NODE|NODE_OPTIONS|new Worker\(|node:(cluster|worker_threads)/;
  expect(shipped.filter((file) => needy.test(readFileSync(file, 'utf8')))).toEqual([]);
});

test('[DESK-3] what the hub reads at its start is packed', async () => {
  const { PATHS } = await import('#hub/paths.ts');
  const packed = [...CONFIG.matchAll(/^ {2}- ([\w./-]+?)(?:\/\*.*)?$/gm)].map(([, path = '']) => path);
  for (const path of Object.values(PATHS))
    expect(
      packed.some((folder) => path.includes(`/${folder}`)),
      path,
    ).toBe(true);
  expect(packed).toContain('desktop/hub/store/upgrades');
  expect(existsSync(PATHS.schema)).toBe(true);
});
