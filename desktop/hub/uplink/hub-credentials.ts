import { SignJWT } from 'jose';
import Type from 'typebox';
import { HUB_REVOKED, HubTokenResponse, JWT_BEARER } from '#shared/contract/identity.ts';
import { reader } from '#shared/contract/reader.ts';
import { APP_VERSION } from '#shared/node-app/version.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { Transport, TransportAnswer } from '#shared/ports/transport.ts';
import type { Credentials } from '#shared/sync-client/credentials.ts';
import type { HubIdentity } from '../identity.ts';
import { type HubKey, privateKeyOf } from '../key/hub-key.ts';
import type { TokenRefusal } from './line-trouble.ts';

const ASSERTION_SECONDS = 120;
const TOKEN_TIMEOUT_MS = 15_000;
/** Less does not spoil an assertion. */
const CLOCK_OFF_MS = 30_000;

const readToken = reader(HubTokenResponse);
const readRevoked = reader(Type.Object({ why: Type.Literal(HUB_REVOKED) }));
const readServerTime = reader(Type.Object({ server_time: Type.String() }));

/**
 * A hub proves itself by its key: an assertion signed with it buys a 15-minute token, whenever one is needed. Where this
 * PC's clock is off, the server's refusal says what time it is, and the next assertion goes by that.
 */
export function hubCredentials(
  identity: HubIdentity,
  key: HubKey,
  deps: { transport: Transport; clock: Clock; ids: Ids; onToken?: (token: string) => void },
): Credentials & { held: () => string | null; refusal: () => TokenRefusal | null } {
  const privateKey = privateKeyOf(key);
  let token: string | null = null;
  let refusal: TokenRefusal | null = null;
  /** How far this PC's clock is ahead of the server's. */
  let aheadMs = 0;

  const assertion = (url: string): Promise<string> => {
    const now = Math.floor((deps.clock.now() - aheadMs) / 1000);
    return new SignJWT({ app_version: APP_VERSION })
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT' })
      .setIssuer(identity.hub_id)
      .setSubject(identity.hub_id)
      .setAudience(url)
      .setJti(deps.ids.uuid())
      .setIssuedAt(now)
      .setExpirationTime(now + ASSERTION_SECONDS)
      .sign(privateKey);
  };

  const ask = async (url: string) =>
    deps.transport.request({
      method: 'POST',
      url,
      headers: {},
      body: JSON.stringify({ grant_type: JWT_BEARER, assertion: await assertion(url) }),
      timeoutMs: TOKEN_TIMEOUT_MS,
    });

  /** Whether a refusal tells that the clock is off by more than was known. */
  const learnTime = (answer: TransportAnswer): boolean => {
    if (answer.kind !== 'answer' || answer.status !== 401) return false;
    const told = readServerTime(answer.body);
    if (!told.ok) return false;
    const ahead = deps.clock.now() - Date.parse(told.value.server_time);
    if (Number.isNaN(ahead) || Math.abs(ahead - aheadMs) < CLOCK_OFF_MS) return false;
    aheadMs = ahead;
    return true;
  };

  const renew: Credentials['renew'] = async (node) => {
    const url = `${node.url}/api/hubs/token`;
    let answer = await ask(url);
    if (learnTime(answer)) answer = await ask(url);
    refusal = refusalIn(answer);
    if (answer.kind === 'unreachable' || answer.status >= 500 || answer.status === 429) return 'unreachable';
    if (answer.status !== 200) return 'refused';
    // A captive portal says yes to everything, with a page of its own.
    const granted = readToken(answer.body);
    if (!granted.ok) return 'unreachable';
    token = granted.value.access_token;
    deps.onToken?.(token);
    return 'renewed';
  };

  return {
    authorization: async (node) => {
      if (token === null) await renew(node);
      return token === null ? null : `Bearer ${token}`;
    },
    renew,
    held: () => token,
    refusal: () => refusal,
  };
}

function refusalIn(answer: TransportAnswer): TokenRefusal | null {
  if (answer.kind === 'unreachable' || answer.status === 200) return null;
  if (answer.status >= 500 || answer.status === 429) return 'BUSY';
  if (answer.status === 426) return 'VERSION';
  return answer.status === 401 && readRevoked(answer.body).ok ? 'REVOKED' : 'UNKNOWN_HUB';
}
