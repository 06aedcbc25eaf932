import { existsSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { hubCode } from './enrol.ts';
import type { Household } from './household.ts';
import { say } from './launch.ts';
import { checkPort } from './ports.ts';

const HOST = '127.0.0.1';

/** Where the parts of a running system are. */
export interface RunningSystem {
  serverUrl: string;
  hubUrl: string;
  desktopUrl: string;
}

/** Starts the central server with demo data and the hub of depot ALG, which it enrols on the first start. */
export async function startSystem(
  household: Household,
  dataDir: string,
  ports: { server: string; hub: string },
): Promise<Result<RunningSystem, string>> {
  const serverPort = await checkPort(HOST, ports.server, '--server-port');
  if (!serverPort.ok) return serverPort;
  const hubPort = await checkPort(HOST, ports.hub, '--hub-port');
  if (!hubPort.ok) return hubPort;
  const hubUrl = `http://${HOST}:${hubPort.value}`;

  say('Démarrage du serveur central (PostgreSQL compris) …');
  const server = await household.startNode('server', 'server/src/main.ts', {
    MANCHENGO_DATA_DIR: path.join(dataDir, 'server'),
    MANCHENGO_HOST: HOST,
    MANCHENGO_PORT: String(serverPort.value),
    MANCHENGO_DEMO: '1',
    MANCHENGO_TLS: 'off',
    // The phone app is served by the hub and calls the server too, when it is on the road.
    MANCHENGO_APP_ORIGINS: `${hubUrl},http://localhost:${hubPort.value}`,
    DATABASE_URL: '',
  });
  if (!server.ok) return server;
  const hub = await startHub(household, dataDir, server.value.url, hubPort.value);
  if (!hub.ok) return fail(hub.error);
  return ok({
    serverUrl: server.value.url,
    hubUrl: hub.value.url,
    desktopUrl: hub.value.desktop_url ?? hub.value.url,
  });
}

async function startHub(household: Household, dataDir: string, serverUrl: string, port: number) {
  const hubDir = path.join(dataDir, 'hub');
  const code = existsSync(path.join(hubDir, 'identity.json'))
    ? ok(null)
    : await hubCode(serverUrl, 'ALG', path.join(dataDir, 'launcher-device.json'));
  if (!code.ok) return code;
  say('Démarrage du hub du dépôt ALG …');
  return household.startNode('hub', 'desktop/hub/main.ts', {
    MANCHENGO_DATA_DIR: hubDir,
    MANCHENGO_HOST: HOST,
    MANCHENGO_PORT: String(port),
    MANCHENGO_UPSTREAM: serverUrl,
    MANCHENGO_TLS: 'off',
    ...(code.value === null ? {} : { MANCHENGO_ENROLL_CODE: code.value }),
  });
}
