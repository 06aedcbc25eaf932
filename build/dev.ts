// `npm run dev`: a running server and hub, and the three apps served from their sources with hot reload.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createServer, type ViteDevServer } from 'vite';
import { ok } from '#shared/contract/errors.ts';
import { launch } from './start/launch.ts';
import { type RunningSystem, startSystem } from './start/system.ts';

const { values: options } = parseArgs({
  options: {
    'server-port': { type: 'string', default: '8440' },
    'hub-port': { type: 'string', default: '8443' },
    'data-dir': { type: 'string', default: '.data' },
  },
});
const ROOT = path.resolve(import.meta.dirname, '..');
const dataDir = path.resolve(options['data-dir']);

await launch('npm run dev', dataDir, async (household) => {
  const system = await startSystem(household, dataDir, { server: options['server-port'], hub: options['hub-port'] });
  if (!system.ok) return system;
  console.log(await serveApps(system.value));
  return ok(undefined);
});

/** The addresses of the apps, each of whose calls goes on to its own node. */
async function serveApps({ serverUrl, hubUrl, desktopUrl }: RunningSystem): Promise<string> {
  const desktop = new URL(desktopUrl);
  const phone = await serveApp('mobile-pwa', hubUrl, 5173);
  const depot = await serveApp('desktop/renderer', desktop.origin, 5174);
  const console_ = await serveApp('server/admin-console', serverUrl, 5175);
  return `
  Développement : les sources sont servies telles quelles, et rechargées quand elles changent.

    Téléphone (application)   ${addressOf(phone)}/
    Écran du dépôt (hub ALG)  ${addressOf(depot)}/${desktop.search}
    Console du siège          ${addressOf(console_)}/

  Comptes : admin, clerk.alger, driver1.alger … ; mot de passe manchengo-demo. Ctrl-C arrête tout.
`;
}

/** Some apps have a source folder `api/` of their own. */
function sourceFile({ url }: { url?: string | undefined }): string | undefined {
  return /\.(ts|tsx)(\?|$)/.test(url ?? '') ? url : undefined;
}

/** A node judges a caller by its origin, so what the dev server passes on bears the node's own. */
async function serveApp(folder: string, node: string, port: number): Promise<ViteDevServer> {
  const passOn = { target: node, changeOrigin: true, headers: { origin: node }, bypass: sourceFile };
  const server = await createServer({
    root: path.join(ROOT, folder),
    configFile: path.join(ROOT, folder, 'vite.config.ts'),
    configLoader: 'native',
    cacheDir: path.join(dataDir, 'vite', folder.replaceAll('/', '-')),
    // They find their .wasm files beside themselves.
    optimizeDeps: { exclude: ['@sqlite.org/sqlite-wasm', 'zxing-wasm'] },
    server: { host: '127.0.0.1', port, proxy: { '/api': passOn, '/.well-known': passOn } },
  });
  return server.listen();
}

function addressOf(server: ViteDevServer): string {
  return (server.resolvedUrls?.local[0] ?? '').replace(/\/$/, '');
}
