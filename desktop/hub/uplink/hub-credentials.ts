import { SignJWT } from 'jose';
import { type HubTokenResponse, JWT_BEARER } from '#shared/contract/identity.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { Transport } from '#shared/ports/transport.ts';
import type { Credentials } from '#shared/sync-client/credentials.ts';
import type { HubIdentity } from '../identity.ts';
import { type HubKey, privateKeyOf } from '../key/hub-key.ts';

const ASSERTION_SECONDS = 120;
const TOKEN_TIMEOUT_MS = 15_000;

/** A hub proves itself by its key: an assertion signed with it buys a 15-minute token, whenever one is needed. */
export function hubCredentials(
  identity: HubIdentity,
  key: HubKey,
  deps: { transport: Transport; clock: Clock; ids: Ids; onToken?: (token: string) => void },
): Credentials {
  const privateKey = privateKeyOf(key);
  let token: string | null = null;

  const assertion = (url: string): Promise<string> => {
    const now = Math.floor(deps.clock.now() / 1000);
    return new SignJWT({})
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT' })
      .setIssuer(identity.hub_id)
      .setSubject(identity.hub_id)
      .setAudience(url)
      .setJti(deps.ids.uuid())
      .setIssuedAt(now)
      .setExpirationTime(now + ASSERTION_SECONDS)
      .sign(privateKey);
  };

  const renew: Credentials['renew'] = async (node) => {
    const url = `${node.url}/api/hubs/token`;
    const answer = await deps.transport.request({
      method: 'POST',
      url,
      headers: {},
      body: JSON.stringify({ grant_type: JWT_BEARER, assertion: await assertion(url) }),
      timeoutMs: TOKEN_TIMEOUT_MS,
    });
    if (answer.kind === 'unreachable' || answer.status >= 500 || answer.status === 429) return 'unreachable';
    if (answer.status !== 200) return 'refused';
    token = (answer.body as HubTokenResponse).access_token;
    deps.onToken?.(token);
    return 'renewed';
  };

  return {
    authorization: async (node) => {
      if (token === null) await renew(node);
      return token === null ? null : `Bearer ${token}`;
    },
    renew,
  };
}
