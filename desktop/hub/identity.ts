import { generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Depot } from '#shared/contract/entities.ts';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import type { EnrollResponse, PublicKey } from '#shared/contract/identity.ts';
import type { Transport } from '#shared/ports/transport.ts';

/** Who this hub is: given by the server at enrolment, for ever. */
export interface HubIdentity {
  hub_id: string;
  name: string;
  depot: Depot;
  upstream: string;
}

export interface HubKey {
  private_jwk: JsonWebKey;
  public_jwk: PublicKey;
}

const IDENTITY_FILE = 'identity.json';
const KEY_FILE = 'key.json';
const ENROLL_TIMEOUT_MS = 15_000;

/** The hub's own key pair, made on the first start; only this machine's user may read the file. */
export function loadHubKey(dataDir: string): HubKey {
  const file = join(dataDir, KEY_FILE);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as HubKey;
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = pair.publicKey.export({ format: 'jwk' });
  const key: HubKey = {
    private_jwk: pair.privateKey.export({ format: 'jwk' }),
    public_jwk: { kty: 'EC', crv: 'P-256', x: x as string, y: y as string },
  };
  writeOnce(file, key);
  return key;
}

export function loadIdentity(dataDir: string): HubIdentity | null {
  const file = join(dataDir, IDENTITY_FILE);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as HubIdentity) : null;
}

/** Enrols with a code. The key was kept before: where an answer is lost, the same code and key get the same answer. */
export async function enroll(
  transport: Transport,
  dataDir: string,
  key: HubKey,
  request: { code: string; name: string; upstream: string },
): Promise<Result<HubIdentity, string>> {
  const { code, name, upstream } = request;
  const answer = await transport.request({
    method: 'POST',
    url: `${upstream}/api/hubs/enroll`,
    headers: {},
    body: JSON.stringify({ code, name, public_key: key.public_jwk }),
    timeoutMs: ENROLL_TIMEOUT_MS,
  });
  if (answer.kind === 'unreachable') {
    return fail(`The central server at ${upstream} does not answer (${answer.reason}): a hub's first start needs it.`);
  }
  if (answer.status !== 200 && answer.status !== 201) {
    const detail = (answer.body as { detail?: string } | null)?.detail ?? `status ${answer.status}`;
    return fail(`The central server refused the enrolment: ${detail}`);
  }
  const { hub_id, depot } = answer.body as EnrollResponse;
  const identity: HubIdentity = { hub_id, name, depot, upstream };
  writeOnce(join(dataDir, IDENTITY_FILE), identity);
  return ok(identity);
}

/** Whole or not at all: a crash must leave no half identity. */
function writeOnce(file: string, value: unknown): void {
  const draft = `${file}.new`;
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(draft, file);
}
