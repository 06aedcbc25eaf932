import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'vite';

const STAND_IN = path.resolve(import.meta.dirname, 'electron.cjs');
const ASKED = /require\((["'])electron\1\)/g;

/** The shipped bundle of the main process once more, as an old Electron reads it: CommonJS, and with a stand-in. */
export async function bundleForOldElectron(shipped: string, outDir: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: path.join(shipped, 'main.js'),
      target: 'node18',
      outDir,
      emptyOutDir: false,
      copyPublicDir: false,
      rollupOptions: { external: ['electron'], output: { format: 'cjs', entryFileNames: 'main.cjs' } },
    },
  });
  const file = path.join(outDir, 'main.cjs');
  const code = await readFile(file, 'utf8');
  if (!ASKED.test(code)) throw new Error('the bundle asks for no Electron');
  await writeFile(file, code.replaceAll(ASKED, `require(${JSON.stringify(STAND_IN)})`));
}
