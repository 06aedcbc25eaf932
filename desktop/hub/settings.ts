import { resolve } from 'node:path';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import {
  type Environment,
  type NodeSettings,
  originOf,
  readNodeSettings,
  readPort,
  readSetting,
} from '#shared/node-app/settings.ts';

/** What an operator decides about a hub; see .env.example for units and defaults. */
export interface HubSettings extends NodeSettings {
  /** Holds the queue, the replica and the hub's identity. */
  dataDir: string;
  /** Where the hub's own window calls, on loopback; 0 takes any free one. */
  desktopPort: number;
  /** The central server's origin; null where the stored identity knows it. */
  upstream: string | null;
  /** For the first start only. */
  enrollCode: string | null;
}

const STANDARD_PORT = 8443;

/** Reads the settings from the environment. The error is one sentence that names the setting at fault. */
export function readHubSettings(env: Environment): Result<HubSettings, string> {
  const node = readNodeSettings(env, STANDARD_PORT);
  if (!node.ok) return node;
  const desktopPort = readPort(env, 'MANCHENGO_DESKTOP_PORT', 0);
  if (!desktopPort.ok) return desktopPort;
  const upstream = readSetting(env, 'MANCHENGO_UPSTREAM');
  if (upstream !== null && originOf(upstream) === null) {
    return fail('MANCHENGO_UPSTREAM must be the central server’s address, such as https://hq.example.com.');
  }
  return ok({
    ...node.value,
    dataDir: resolve(readSetting(env, 'MANCHENGO_DATA_DIR') ?? '.data/hub'),
    desktopPort: desktopPort.value,
    upstream: upstream && originOf(upstream),
    enrollCode: readSetting(env, 'MANCHENGO_ENROLL_CODE'),
  });
}
