import type { User } from '#shared/contract/entities.ts';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { type LoginRequest, LoginResponse, TokenPair } from '#shared/contract/identity.ts';
import { type Reader, reader } from '#shared/contract/reader.ts';
import type { Transport } from '#shared/ports/transport.ts';
import { callTagged, type Failure, type Tagged } from '#shared/ui/json-call.ts';
import type { SharedToken } from './shared-token.ts';

/** `deviceId`: this browser's, for this user. */
export interface SignedIn {
  kind: 'signedIn';
  user: User;
  deviceId: string;
}

export type SessionState = { kind: 'signedOut'; because: Failure | null } | SignedIn;

export interface SessionDeps {
  transport: Transport;
  /** The server's origin. */
  origin: string;
  /** Lives as long as the tab, and goes with its duplicates. */
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  newSessionKey: () => string;
  /** What all tabs of a session share, by the session's key. */
  sharedToken: (sessionKey: string) => SharedToken;
  /** This browser, to be registered at a user's sign-in. */
  device: (username: string) => Promise<LoginRequest['device']>;
}

const KEY = 'manchengo.session';
const TIMEOUT_MS = 20_000;

const readLogin = reader(LoginResponse);
const readPair = reader(TokenPair);
/** A sign-out has no answer but its status. */
const readNothing: Reader<unknown> = ok;

/** With any other answer the session may still be good, so it is kept. */
const ENDED = ['TOKEN_EXPIRED', 'TOKEN_INVALID', 'TOKEN_REUSED', 'DEVICE_REVOKED', 'INVALID_REQUEST'];

/**
 * Who is signed in in this tab. The access token lives in memory only; the session survives a reload by its key, which
 * the tab's storage keeps, and its duplicates go on with it. Whatever a call finds expired is renewed once, by one
 * request for all calls that wait, and by one tab of the session at a time, each with the newest refresh token.
 */
export class Session {
  readonly #deps: SessionDeps;
  readonly #listeners = new Set<() => void>();
  #state: SessionState = { kind: 'signedOut', because: null };
  #access: string | null = null;
  #shared: SharedToken | null = null;
  #renewal: Promise<Result<string, Failure>> | null = null;

  constructor(deps: SessionDeps) {
    this.#deps = deps;
    const kept = parseKept(deps.storage.getItem(KEY));
    if (!kept) return;
    this.#shared = deps.sharedToken(kept.key);
    this.#state = { kind: 'signedIn', user: kept.user, deviceId: kept.deviceId };
  }

  readonly state = (): SessionState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  async signIn(typed: string, password: string): Promise<Result<User, Failure>> {
    // As the server reads it: `Admin ` is the same person, hence the same device.
    const username = typed.trim().toLowerCase();
    const body: LoginRequest = { username, password, device: await this.#deps.device(username) };
    const answer = await this.#send(readLogin, 'POST', '/api/auth/login', null, body);
    if (!answer.ok) return answer;
    const { user } = answer.value;
    const key = this.#deps.newSessionKey();
    this.#shared = this.#deps.sharedToken(key);
    await this.#shared.write(answer.value.refresh_token);
    this.#access = answer.value.access_token;
    const kept: Kept = { key, user, deviceId: body.device.id };
    this.#deps.storage.setItem(KEY, JSON.stringify(kept));
    this.#tell({ kind: 'signedIn', user, deviceId: body.device.id });
    return ok(user);
  }

  /** Tells the server, and forgets the session whether or not it answers: in this tab's duplicates, too. */
  async signOut(): Promise<void> {
    const access = this.#access;
    const shared = this.#shared;
    this.#end(null);
    const refresh_token = await shared?.alone(async () => {
      const token = await shared.read();
      await shared.remove();
      return token;
    });
    if (refresh_token) await this.#send(readNothing, 'POST', '/api/auth/logout', access, { refresh_token });
  }

  /** What a stream is asked for with, by a new token where the present one may be too old; null: nobody is signed in. */
  async authorization(isRenewed: boolean): Promise<string | null> {
    if (this.#access === null || isRenewed) await this.#renew();
    return this.#access === null ? null : `Bearer ${this.#access}`;
  }

  /** One call as the user. */
  async call<T>(read: Reader<T>, method: 'GET' | 'POST', path: string, body?: unknown): Promise<Result<T, Failure>> {
    const answer = await this.callTagged(read, method, path, body);
    return answer.ok ? ok(answer.value.body) : answer;
  }

  /** The same, with the tag of the state that was read. */
  async callTagged<T>(
    read: Reader<T>,
    method: Method,
    path: string,
    body?: unknown,
    headers: CallHeaders = {},
  ): Promise<Result<Tagged<T>, Failure>> {
    const call = (token: string) => this.#sendTagged(read, method, path, token, body, headers);
    const used = this.#access;
    const first = used === null ? null : await call(used);
    // A 401 is answered by renewing the session and calling once more.
    if (first && (first.ok || !isExpired(first.error))) return first;
    // Another call may have renewed the session while this one was under way.
    const renewed = this.#access !== null && this.#access !== used ? ok(this.#access) : await this.#renew();
    return renewed.ok ? call(renewed.value) : renewed;
  }

  #renew(): Promise<Result<string, Failure>> {
    this.#renewal ??= this.#askForTokens().finally(() => {
      this.#renewal = null;
    });
    return this.#renewal;
  }

  async #askForTokens(): Promise<Result<string, Failure>> {
    const shared = this.#shared;
    if (shared === null) return fail(SIGNED_OUT);
    const answer = await shared.alone(() => this.#spend(shared));
    // Whoever signed in or out meanwhile is not touched by the end of the session before.
    if (this.#shared !== shared) return fail(SIGNED_OUT);
    if (answer.ok) this.#access = answer.value;
    else if (ENDED.includes(answer.error.code)) this.#end(answer.error);
    return answer;
  }

  /** Spends the newest refresh token, whichever tab got it. The next one is kept before it is used. */
  async #spend(shared: SharedToken): Promise<Result<string, Failure>> {
    const refresh_token = await shared.read();
    if (refresh_token === null) return fail(SIGNED_OUT);
    const answer = await this.#send(readPair, 'POST', '/api/auth/refresh', null, { refresh_token });
    if (answer.ok) await shared.write(answer.value.refresh_token);
    else if (ENDED.includes(answer.error.code)) await shared.remove();
    return answer.ok ? ok(answer.value.access_token) : answer;
  }

  #end(because: Failure | null): void {
    this.#access = null;
    this.#shared = null;
    this.#deps.storage.removeItem(KEY);
    this.#tell({ kind: 'signedOut', because });
  }

  #tell(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  async #send<T>(
    read: Reader<T>,
    method: Method,
    path: string,
    token: string | null,
    body: unknown,
  ): Promise<Result<T, Failure>> {
    const answer = await this.#sendTagged(read, method, path, token, body);
    return answer.ok ? ok(answer.value.body) : answer;
  }

  #sendTagged<T>(
    read: Reader<T>,
    method: Method,
    path: string,
    token: string | null,
    body?: unknown,
    headers: CallHeaders = {},
  ) {
    const request = {
      method,
      url: this.#deps.origin + path,
      headers: { ...headers, ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
      ...(body instanceof Uint8Array
        ? { bytes: new Uint8Array(body) }
        : body === undefined
          ? {}
          : { body: JSON.stringify(body) }),
      timeoutMs: TIMEOUT_MS,
    };
    return callTagged(this.#deps.transport, request, read);
  }
}

const isExpired = ({ code }: Failure): boolean => code === 'TOKEN_EXPIRED' || code === 'TOKEN_INVALID';

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT';

/** What a call says besides its body: which state it changes, and by which key it is known when it is sent again. */
export type CallHeaders = { 'if-match'?: string; 'idempotency-key'?: string; 'content-type'?: string };

const SIGNED_OUT: Failure = { code: 'TOKEN_EXPIRED' };

interface Kept {
  /** Of the session; see shared-token.ts. */
  key: string;
  user: User;
  deviceId: string;
}

const isKept = (kept: unknown): kept is Kept =>
  typeof kept === 'object' &&
  kept !== null &&
  'key' in kept &&
  typeof kept.key === 'string' &&
  'user' in kept &&
  typeof kept.user === 'object' &&
  'deviceId' in kept &&
  typeof kept.deviceId === 'string';

/** What an earlier page of this tab kept; anything else is as good as nothing. */
function parseKept(text: string | null): Kept | null {
  if (text === null) return null;
  try {
    const kept: unknown = JSON.parse(text);
    return isKept(kept) ? kept : null;
  } catch {
    return null;
  }
}
