import type { JSONWebKeySet } from 'jose';
import type { LoginRequest, LoginResponse } from '#shared/contract/identity.ts';
import { publicKeyOf } from '#shared/ports/crypto-web.ts';
import type { Transport } from '#shared/ports/transport.ts';
import type { DeviceIdentity, Session } from './vault.ts';

export interface SignInInput {
  username: string;
  password: string;
}

/** How this phone introduces itself. */
export interface DeviceCard {
  name: string;
  platform: string;
  app_version: string;
}

export type SignInOutcome =
  | {
      kind: 'signed_in';
      session: Session;
      /** JWS of what opens this device's data when its PIN is forgotten; not yet verified. */
      secret: string;
    }
  /** `OFFLINE` where nobody answered, else the problem's code. */
  | { kind: 'refused'; code: string; detail: string | null };

const TIMEOUT_MS = 20_000;

/** Signs in at a node (a hub passes it through to the server) and fetches the server's public keys. */
async function signIn(
  transport: Transport,
  url: string,
  input: SignInInput,
  device: DeviceIdentity,
  card: DeviceCard,
): Promise<SignInOutcome> {
  const body: LoginRequest = {
    ...input,
    device: { id: device.id, ...card, public_key: await publicKeyOf(device.keys) },
  };
  const login = await ask<LoginResponse>(transport, 'POST', `${url}/api/auth/login`, JSON.stringify(body));
  if (login.kind !== 'ok') return login;
  const keys = await ask<JSONWebKeySet>(transport, 'GET', `${url}/.well-known/jwks.json`);
  if (keys.kind !== 'ok') return keys;
  const { access_token, refresh_token, user, phone_secret } = login.value;
  return {
    kind: 'signed_in',
    secret: phone_secret,
    session: {
      access_token,
      refresh_token,
      user,
      device_id: device.id,
      jwks: keys.value,
      needs_sign_in: false,
    },
  };
}

/** Where no answer came, or the hub itself cannot reach the server, the next node is asked. */
const ASK_ELSEWHERE = ['OFFLINE', 'UNAVAILABLE'];

/** Signs in at the first of these addresses that can; the last one's refusal counts. */
export async function signInAnywhere(
  transport: Transport,
  urls: string[],
  input: SignInInput,
  device: DeviceIdentity,
  card: DeviceCard,
): Promise<SignInOutcome> {
  let outcome: SignInOutcome = { kind: 'refused', code: 'OFFLINE', detail: null };
  for (const url of urls) {
    outcome = await signIn(transport, url, input, device, card);
    if (outcome.kind === 'signed_in' || !ASK_ELSEWHERE.includes(outcome.code)) return outcome;
  }
  return outcome;
}

type Asked<T> = { kind: 'ok'; value: T } | { kind: 'refused'; code: string; detail: string | null };

async function ask<T>(transport: Transport, method: 'GET' | 'POST', url: string, body?: string): Promise<Asked<T>> {
  const answer = await transport.request({
    method,
    url,
    headers: {},
    ...(body ? { body } : {}),
    timeoutMs: TIMEOUT_MS,
  });
  if (answer.kind === 'unreachable' || answer.body === null) return { kind: 'refused', code: 'OFFLINE', detail: null };
  if (answer.status === 200) return { kind: 'ok', value: answer.body as T };
  const problem = answer.body as { code?: unknown; detail?: unknown };
  return {
    kind: 'refused',
    code: typeof problem.code === 'string' ? problem.code : `HTTP_${answer.status}`,
    detail: typeof problem.detail === 'string' ? problem.detail : null,
  };
}
