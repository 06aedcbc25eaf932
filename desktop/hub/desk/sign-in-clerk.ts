import { generateKeyPairSync } from 'node:crypto';
import type { DeskSignIn, DeskTrouble } from '#shared/contract/desktop/desk.ts';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { LoginResponse, type PublicKey } from '#shared/contract/identity.ts';
import { reader } from '#shared/contract/reader.ts';
import { readRefusal } from '#shared/contract/refusal.ts';
import { actsAtDesk } from '#shared/domain/desk-roles.ts';
import { isWeakPin } from '#shared/domain/pin.ts';
import { APP_VERSION } from '#shared/node-app/version.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { Random } from '#shared/ports/random.ts';
import type { TransportAnswer } from '#shared/ports/transport.ts';
import { readCheckpoint } from '#shared/sync-client/checkpoint.ts';
import { interpret, NodeApi } from '#shared/sync-client/node-api.ts';
import type { HubIdentity } from '../identity.ts';
import type { ClerkSecrets } from './clerk-secrets.ts';
import { believedUntil, type ClerkSessionDeps, claimsFor } from './clerk-session.ts';
import type { Clerk } from './clerk-store.ts';
import { hashPin } from './pin-hash.ts';

export interface SignInDeps extends ClerkSessionDeps {
  identity: HubIdentity;
  serverTime: { now(): number };
  ids: Ids;
  random: Random;
}

type DeviceKey = Pick<ClerkSecrets, 'private_jwk' | 'public_jwk'> & { device_id: string };

const TIMEOUT_MS = 20_000;
const readLogin = reader(LoginResponse);

/**
 * A clerk signs in at this PC, by HQ: the password passes through and is kept nowhere. From then on the PIN is enough. Who
 * was here before goes on as the same device, with the same journal.
 */
export async function signInClerk(deps: SignInDeps, given: DeskSignIn): Promise<Result<Clerk, DeskTrouble>> {
  if (isWeakPin(given.pin)) return fail('WEAK_PIN');
  const username = given.username.trim().toLowerCase();
  const known = deps.clerks.byUsername(username);
  const device = known === null ? newDevice(deps) : { device_id: known.device_id, ...known.secrets };
  const answer = await ask(deps, { ...given, username }, device);
  // Revoked, or another's by now: this PC begins anew for this clerk, as a device that HQ does not know yet.
  const isGone = known !== null && ['DEVICE_REVOKED', 'DEVICE_CONFLICT'].includes(codeOf(answer));
  if (!isGone) return take(deps, { ...given, username }, device, answer);
  deps.clerks.forget(known.user_id);
  return signInClerk(deps, given);
}

const ask = ({ upstream, transport, identity }: SignInDeps, { username, password }: DeskSignIn, device: DeviceKey) =>
  transport.request({
    method: 'POST',
    url: `${upstream}/api/auth/login`,
    headers: {},
    body: JSON.stringify({
      username,
      password,
      desk: identity.depot.id,
      device: {
        id: device.device_id,
        name: identity.name.slice(0, 100),
        platform: 'depot',
        app_version: APP_VERSION,
        public_key: device.public_jwk,
      },
    }),
    timeoutMs: TIMEOUT_MS,
  });

const codeOf = (answer: TransportAnswer): string =>
  answer.kind === 'answer' && answer.status >= 400 ? readRefusal(answer.body, answer.status).code : '';

async function take(
  deps: SignInDeps,
  { username, pin }: DeskSignIn,
  { device_id, private_jwk, public_jwk }: DeviceKey,
  answer: TransportAnswer,
): Promise<Result<Clerk, DeskTrouble>> {
  const result = interpret(answer, readLogin);
  if (result.kind !== 'ok') return fail(troubleOf(result.kind, codeOf(answer)));
  const { user, access_token, refresh_token } = result.value;
  const claims = await claimsFor(access_token, device_id, deps.serverKeys);
  if (claims === null || Number(claims.sub) !== user.id) return fail('OUT_OF_REACH');
  // A server of before lets everybody in.
  if (!actsAtDesk(user, deps.identity.depot.id)) return fail('NOT_A_CLERK');
  const secrets = { private_jwk, public_jwk, access_token, refresh_token };
  await learnJournal(deps, device_id, access_token);
  deps.clerks.put({
    user_id: user.id,
    username,
    device_id,
    name: user.name,
    pin_hash: await hashPin(pin, deps.random),
    renewed_at: deps.clock.now(),
    believed_until: believedUntil(claims),
    secrets,
  });
  return ok(deps.clerks.get(user.id) as Clerk);
}

function troubleOf(kind: string, code: string): DeskTrouble {
  if (kind === 'busy') return 'BUSY';
  if (kind === 'sign_in') return 'WRONG_PASSWORD';
  if (code === 'FORBIDDEN') return 'NOT_A_CLERK';
  if (code === 'DEVICE_LIMIT') return 'DEVICE_LIMIT';
  return 'OUT_OF_REACH';
}

/** What HQ has of this clerk's journal: a hub that came back from a backup goes on behind it and makes no number twice. */
async function learnJournal(deps: SignInDeps, deviceId: string, token: string): Promise<void> {
  const node = { kind: 'server' as const, url: deps.upstream };
  const credentials = { authorization: async () => `Bearer ${token}`, renew: async () => 'refused' as const };
  const pulled = await new NodeApi(node, deviceId, deps.transport, credentials).pull(isoTime(deps.serverTime.now()), 1);
  if (pulled.kind !== 'ok' || pulled.value.checkpoint === null) return;
  const carried = await readCheckpoint(pulled.value.checkpoint, deps.serverKeys.jwks);
  if (carried) deps.checkpoints.put(carried);
}

function newDevice({ ids }: Pick<SignInDeps, 'ids'>): DeviceKey {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = pair.publicKey.export({ format: 'jwk' });
  const public_jwk: PublicKey = { kty: 'EC', crv: 'P-256', x: x as string, y: y as string };
  return { device_id: ids.uuid(), private_jwk: pair.privateKey.export({ format: 'jwk' }), public_jwk };
}
