import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
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

test('[DESK-3] what is packed is the Electron that is type-checked against, from the tree that is tried', () => {
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(/^electronVersion: (.*)$/m.exec(CONFIG)?.[1]).toBe(devDependencies.electron);
  expect(section('directories')).toMatchObject({ app: 'dist/staged' });
  for (const [, file = ''] of CONFIG.matchAll(/(?:icon|from|include): (build\/\S+)/g))
    expect(existsSync(file), file).toBe(true);
});

test('[DESK-3] electron-builder understands every word of its configuration', async () => {
  const builder = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
  const { getConfig, validateConfiguration } = builder('app-builder-lib/out/util/config/config');
  const { DebugLogger } = builder('builder-util');
  const config = await getConfig(process.cwd(), 'electron-builder.yml', null);
  await validateConfiguration(config, new DebugLogger(false));
  await expect(validateConfiguration({ ...config, asarr: true }, new DebugLogger(false))).rejects.toThrow('asarr');
});

test('[DESK-13] a hub without a window is a service that may only listen, call, and write into its own folder', () => {
  const unit = readFileSync('build/linux/manchengo-hub.service', 'utf8');
  for (const line of [
    'DynamicUser=yes',
    'ProtectSystem=strict',
    'NoNewPrivileges=yes',
    'CapabilityBoundingSet=',
    'Restart=always',
  ]) {
    expect(unit.split('\n'), line).toContain(line);
  }
});
