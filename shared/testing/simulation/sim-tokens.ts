import { ok, refuse } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { Transport } from '#shared/ports/transport.ts';
import type { Credentials } from '#shared/sync-client/credentials.ts';
import type { Authenticate, Purpose } from '#shared/sync-server/caller.ts';
import type { Fixture } from './fixture.ts';

/**
 * Tokens without signatures: who may speak is proven elsewhere. Their lives are those of the contract, so that 401 comes
 * when it would.
 */
export interface SimToken {
  kind: 'device' | 'hub';
  id: string;
  /** Server time, in milliseconds. */
  iat: number;
}

export const tokenText = (token: SimToken): string =>
  `Bearer ${Buffer.from(JSON.stringify(token)).toString('base64url')}`;

function readToken(authorization: string | undefined): SimToken | null {
  const [, text] = /^Bearer (.+)$/.exec(authorization ?? '') ?? [];
  return text === undefined ? null : (JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as SimToken);
}

export interface HubPlace {
  id: string;
  depot_id: number;
}

interface Judge {
  fixture: Fixture;
  hubs: HubPlace[];
  now: () => number;
  isRevoked: (deviceId: string) => Promise<boolean> | boolean;
  /** Whether an expired token is honoured for reading too: a hub that is cut off. */
  inGrace: (ageMs: number) => boolean;
}

/** Judges a token as the two nodes do: by its age, the purpose, and the list of the revoked. */
export function simAuthenticate(judge: Judge): Authenticate {
  return async (authorization, purpose) => {
    const token = readToken(authorization);
    if (token === null) return refuse('TOKEN_INVALID', 'Sign in.');
    if (token.kind === 'device') return judgeDevice(judge, token, purpose);
    const hub = judge.hubs.find(({ id }) => id === token.id);
    return hub ? ok({ kind: 'hub', hubId: hub.id, depotId: hub.depot_id }) : refuse('TOKEN_INVALID', 'No such hub.');
  };
}

async function judgeDevice(
  { fixture, now, isRevoked, inGrace }: Judge,
  token: SimToken,
  purpose: Purpose,
): ReturnType<Authenticate> {
  const device = fixture.devices.find(({ id }) => id === token.id);
  const user = fixture.users.find(({ id }) => id === device?.user_id);
  if (!device || !user) return refuse('TOKEN_INVALID', 'No such device.');
  const age = now() - token.iat;
  const expired = age > LIMITS.accessTokenSeconds * 1_000;
  const caller = {
    kind: 'device' as const,
    deviceId: device.id,
    userId: user.id,
    userName: user.name,
    role: user.role,
    depotId: user.depot_id,
    key: device.public_key,
    scopeFrom: 0,
    expired,
  };
  if (await isRevoked(device.id)) {
    const revoked = refuse('DEVICE_REVOKED', 'Revoked.', { wipe: true });
    return purpose === 'push' ? ok({ ...caller, refusal: revoked.error }) : revoked;
  }
  if (expired && purpose !== 'push' && !inGrace(age)) return refuse('TOKEN_EXPIRED', 'Expired.');
  return ok(caller);
}

/** A device's credentials: a token that is on disk, renewed where it has expired. */
export function simCredentials(kept: { token: SimToken }, transport: Transport): Credentials {
  return {
    authorization: async () => tokenText(kept.token),
    async renew(node) {
      const answer = await transport.request({
        method: 'POST',
        url: `${node.url}/api/auth/refresh`,
        headers: { authorization: tokenText(kept.token) },
        timeoutMs: 20_000,
      });
      if (answer.kind === 'unreachable' || answer.status >= 500) return 'unreachable';
      if (answer.status !== 200) return 'refused';
      kept.token = (answer.body as { token: SimToken }).token;
      return 'renewed';
    },
  };
}
