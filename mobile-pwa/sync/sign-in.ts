import type { JSONWebKeySet } from 'jose';
import { ok } from '#shared/contract/errors.ts';
import {
  type LoginRequest,
  LoginResponse,
  type OwnDevice,
  OwnDevices,
  ResetResponse,
} from '#shared/contract/identity.ts';
import { type Reader, reader } from '#shared/contract/reader.ts';
import { readRefusal } from '#shared/contract/refusal.ts';
import { publicKeyOf } from '#shared/ports/crypto-web.ts';
import type { Transport } from '#shared/ports/transport.ts';
import { canCheckStatements, mergeServerKeys } from '#shared/sync-client/server-keys.ts';
import type { DeviceIdentity, Session } from './session-store.ts';
import { isSession } from './session-tokens.ts';

export interface SignInInput {
  username: string;
  password: string;
  /** Which of the person's devices makes place for this one, where they have the most already. */
  give_up?: string;
  /** The code for it, as HQ or the depot's clerk has read it out. */
  give_up_code?: string;
}

/** What is sent: the nonce is this one sign-in's own. */
interface SignInRequest extends SignInInput {
  nonce: string;
}

export interface ResetInput {
  username: string;
  /** As HQ or the depot's clerk has read it out. */
  code: string;
  new_password: string;
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
  | { kind: 'too_many'; devices: OwnDevice[]; isCodeWrong: boolean }
  | Refused;

/** `OFFLINE` where nobody answered, else the problem's code. */
export interface Refused {
  kind: 'refused';
  code: string;
  detail: string | null;
}

const TIMEOUT_MS = 20_000;

const readLogin = reader(LoginResponse);
const readReset = reader(ResetResponse);
const readDevices = reader(OwnDevices);
/** Which of the keys are any is judged as they are merged. */
const asOffered: Reader<unknown> = ok;

/**
 * Signs in at a node (a hub passes it through to the server) and fetches the server's public keys. A phone that holds
 * keys believes no session that they do not vouch for, at whatever address it was got. Keys that this browser cannot check
 * vouch for nothing: whoever holds no others trusts what it is given, as at the first sign-in.
 */
async function signIn(
  transport: Transport,
  url: string,
  input: SignInRequest,
  device: DeviceIdentity,
  card: DeviceCard,
  held: JSONWebKeySet | null,
): Promise<SignInOutcome> {
  const body: LoginRequest = {
    ...input,
    device: { id: device.id, ...card, public_key: await publicKeyOf(device.keys) },
  };
  const login = await ask(transport, readLogin, 'POST', `${url}/api/auth/login`, JSON.stringify(body));
  if (login.kind !== 'ok') return tooMany(login) ?? login;
  const keys = await ask(transport, asOffered, 'GET', `${url}/.well-known/jwks.json`);
  if (keys.kind !== 'ok') return keys;
  const { access_token, refresh_token, user, phone_secret } = login.value;
  const anchors = held !== null && (await canCheckStatements(held)) ? held : null;
  const jwks = await mergeServerKeys(anchors, keys.value);
  const isOurs = await isSession(login.value, jwks, { deviceId: device.id, userId: user.id });
  if (!isOurs) return SERVER_UNKNOWN;
  return {
    kind: 'signed_in',
    secret: phone_secret,
    session: {
      access_token,
      refresh_token,
      user,
      device_id: device.id,
      jwks,
      needs_sign_in: false,
    },
  };
}

function tooMany({ code, problem }: Problem): SignInOutcome | null {
  const read = readDevices(problem);
  const isCodeWrong = code === 'CODE_INVALID';
  return (isCodeWrong || code === 'DEVICE_LIMIT') && read.ok
    ? { kind: 'too_many', devices: read.value.devices, isCodeWrong }
    : null;
}

/** Sets a new password with a one-time code, at the first of these addresses that can. Null: it is set. */
export async function resetPassword(transport: Transport, urls: string[], input: ResetInput): Promise<Refused | null> {
  let refused: Refused = OFFLINE;
  for (const url of urls) {
    const answer = await ask(transport, readReset, 'POST', `${url}/api/auth/reset`, JSON.stringify(input));
    if (answer.kind === 'ok') return null;
    refused = moreTelling(refused, { kind: 'refused', code: answer.code, detail: answer.detail });
    if (!ASK_ELSEWHERE.includes(answer.code)) return refused;
  }
  return refused;
}

/** Where no answer came, the hub itself cannot reach the server, or speaks for another, the next node is asked. */
const ASK_ELSEWHERE = ['OFFLINE', 'UNAVAILABLE', 'SERVER_UNKNOWN'];
const OFFLINE: Refused = { kind: 'refused', code: 'OFFLINE', detail: null };
/** Its statements are not vouched for by the keys that this phone holds: a hub that lies, or a server that began afresh. */
const SERVER_UNKNOWN: Refused = { kind: 'refused', code: 'SERVER_UNKNOWN', detail: null };

/** What a person is told of several addresses that refused: an address that gave no answer hides no other's answer. */
const moreTelling = (before: Refused, latest: Refused): Refused => (latest.code === OFFLINE.code ? before : latest);

/** Signs in at the first of these addresses that can, or gives the refusal that tells most. */
export async function signInAnywhere(
  transport: Transport,
  urls: string[],
  input: SignInRequest,
  device: DeviceIdentity,
  card: DeviceCard,
  held: JSONWebKeySet | null,
): Promise<SignInOutcome> {
  let refused: Refused = OFFLINE;
  for (const url of urls) {
    const outcome = await signIn(transport, url, input, device, card, held);
    if (outcome.kind !== 'refused' || !ASK_ELSEWHERE.includes(outcome.code)) return outcome;
    refused = moreTelling(refused, outcome);
  }
  return refused;
}

type Problem = Refused & { problem: unknown };
type Asked<T> = { kind: 'ok'; value: T } | Problem;

async function ask<T>(
  transport: Transport,
  read: Reader<T>,
  method: 'GET' | 'POST',
  url: string,
  body?: string,
): Promise<Asked<T>> {
  const answer = await transport.request({
    method,
    url,
    headers: {},
    ...(body ? { body } : {}),
    timeoutMs: TIMEOUT_MS,
  });
  if (answer.kind === 'unreachable' || answer.body === null) return { ...OFFLINE, problem: {} };
  if (answer.status !== 200) {
    return { kind: 'refused', ...readRefusal(answer.body, answer.status), problem: answer.body };
  }
  const value = read(answer.body);
  // Whatever answers so is not the server: the next address is asked.
  return value.ok ? { kind: 'ok', value: value.value } : { ...SERVER_UNKNOWN, problem: {} };
}
