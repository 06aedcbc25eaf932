import type { DeskTrouble } from '#shared/contract/desktop/desk.ts';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { AccessClaims, TOKEN_TYPES, TokenPair } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { reader } from '#shared/contract/reader.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Transport } from '#shared/ports/transport.ts';
import type { Credentials } from '#shared/sync-client/credentials.ts';
import { interpret } from '#shared/sync-client/node-api.ts';
import { namesHeldKey } from '#shared/sync-client/server-keys.ts';
import { signedReader } from '#shared/sync-client/signed-statement.ts';
import type { CheckpointStore } from '../store/checkpoint-store.ts';
import type { WipeStore } from '../store/wipes.ts';
import type { ServerKeys } from '../uplink/server-keys.ts';
import type { Clerk, ClerkStore } from './clerk-store.ts';

export interface ClerkSessionDeps {
  upstream: string;
  transport: Transport;
  serverKeys: Pick<ServerKeys, 'jwks' | 'refresh'>;
  clerks: ClerkStore;
  checkpoints: CheckpointStore;
  wipes: WipeStore;
  clock: Clock;
}

const TIMEOUT_MS = 15_000;
const readPair = reader(TokenPair);
const readAccess = signedReader(TOKEN_TYPES.access, reader(AccessClaims));

/** The claims of a token that HQ has signed for this very device, by a key that is new here too; null for any other. */
export async function claimsFor(
  token: string,
  deviceId: string,
  serverKeys: ClerkSessionDeps['serverKeys'],
): Promise<AccessClaims | null> {
  if (!namesHeldKey(token, serverKeys.jwks)) await serverKeys.refresh();
  const { jwks } = serverKeys;
  const claims = await readAccess(token, jwks);
  return claims?.device_id === deviceId ? claims : null;
}

/** A clerk is believed as long after HQ's last statement as a phone is. */
export const believedUntil = ({ iat }: AccessClaims): number => (iat + LIMITS.offlineGraceSeconds) * 1_000;

/** Gets a new pair of tokens, and with it HQ's statement that the clerk is still one. */
export async function renewSession(deps: ClerkSessionDeps, clerk: Clerk): Promise<Result<Clerk, DeskTrouble>> {
  const answer = await deps.transport.request({
    method: 'POST',
    url: `${deps.upstream}/api/auth/refresh`,
    headers: {},
    body: JSON.stringify({ refresh_token: clerk.secrets.refresh_token }),
    timeoutMs: TIMEOUT_MS,
  });
  const result = interpret(answer, readPair);
  switch (result.kind) {
    case 'ok': {
      const claims = await claimsFor(result.value.access_token, clerk.device_id, deps.serverKeys);
      if (claims === null) return fail('OUT_OF_REACH');
      const secrets = { ...clerk.secrets, ...result.value };
      const renewed = { ...clerk, secrets, renewed_at: deps.clock.now(), believed_until: believedUntil(claims) };
      deps.clerks.renewed(renewed);
      return ok(renewed);
    }
    case 'sign_in':
      deps.clerks.distrust(clerk);
      return fail('SIGN_IN');
    case 'revoked':
      leave(deps, clerk);
      return fail('SIGN_IN');
    case 'busy':
      return fail('BUSY');
    case 'unreachable':
    case 'item_fault':
    case 'cursor_expired':
    case 'refused':
      return fail('OUT_OF_REACH');
  }
}

/** By which a clerk calls HQ from here. */
export function clerkCredentials(deps: ClerkSessionDeps, clerk: Clerk): Credentials {
  let current = clerk;
  return {
    authorization: async () => `Bearer ${current.secrets.access_token}`,
    async renew() {
      const renewed = await renewSession(deps, current);
      if (!renewed.ok) return renewed.error === 'SIGN_IN' ? 'refused' : 'unreachable';
      current = renewed.value;
      return 'renewed';
    },
  };
}

/** HQ has revoked this PC for this clerk: what the name was good for is erased, and HQ is told, as of any other device. */
export function leave({ clerks, checkpoints, wipes }: ClerkSessionDeps, { user_id, device_id, secrets }: Clerk): void {
  checkpoints.revoke(device_id, null);
  wipes.keepConfirmation({ device_id, token: secrets.access_token });
  clerks.forget(user_id);
}

/** Ends the session of somebody who was erased here. Where HQ is out of reach it ends by itself, within days. */
export async function signOut(
  { upstream, transport }: Pick<ClerkSessionDeps, 'upstream' | 'transport'>,
  { secrets: { access_token, refresh_token } }: Clerk,
): Promise<void> {
  await transport.request({
    method: 'POST',
    url: `${upstream}/api/auth/logout`,
    headers: { authorization: `Bearer ${access_token}` },
    body: JSON.stringify({ refresh_token }),
    timeoutMs: TIMEOUT_MS,
  });
}

/** Renews, one after the other, those that are due. What does not come about now is tried in the next round. */
export function clerkRenewals(deps: ClerkSessionDeps): () => Promise<void> {
  return async () => {
    const now = deps.clock.now();
    const due = deps.clerks
      .all()
      .filter(
        ({ renewed_at, believed_until }) =>
          believed_until > 0 && Math.abs(now - renewed_at) >= LIMITS.deskRenewSeconds * 1_000,
      );
    for (const clerk of due) {
      if (deps.checkpoints.isRevoked(clerk.device_id)) leave(deps, clerk);
      else await renewSession(deps, clerk);
    }
  };
}
