import type { User } from '#shared/contract/entities.ts';
import { ok, type Result } from '#shared/contract/errors.ts';
import type { LoginRequest, LoginResponse, TokenPair } from '#shared/contract/identity.ts';
import type { Transport } from '#shared/ports/transport.ts';
import { callJson, type Failure } from '#shared/ui/json-call.ts';

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
  /** Lives as long as the tab. */
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** This browser, to be registered at a user's sign-in. */
  device: (username: string) => Promise<LoginRequest['device']>;
}

const KEY = 'manchengo.session';
const TIMEOUT_MS = 20_000;
/** With any other answer the session may still be good, so it is kept. */
const ENDED = ['TOKEN_EXPIRED', 'TOKEN_INVALID', 'TOKEN_REUSED', 'DEVICE_REVOKED', 'INVALID_REQUEST'];

/**
 * Who is signed in in this tab. The access token lives in memory only; the refresh token survives a reload in the tab's
 * storage. Whatever a call finds expired is renewed once, by one request for all calls that wait.
 */
export class Session {
  readonly #deps: SessionDeps;
  readonly #listeners = new Set<() => void>();
  #state: SessionState = { kind: 'signedOut', because: null };
  #access: string | null = null;
  #refresh: string | null = null;
  #renewal: Promise<Result<string, Failure>> | null = null;

  constructor(deps: SessionDeps) {
    this.#deps = deps;
    const kept = parseKept(deps.storage.getItem(KEY));
    if (!kept) return;
    this.#refresh = kept.refresh;
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
    const answer = await this.#send<LoginResponse>('POST', '/api/auth/login', null, body);
    if (!answer.ok) return answer;
    this.#take(answer.value, { kind: 'signedIn', user: answer.value.user, deviceId: body.device.id });
    return ok(answer.value.user);
  }

  /** Tells the server, and forgets the session whether or not it answers. */
  async signOut(): Promise<void> {
    const access = this.#access;
    const refresh_token = this.#refresh;
    this.#end(null);
    if (refresh_token) await this.#send('POST', '/api/auth/logout', access, { refresh_token });
  }

  /** One call as the user. A 401 is answered by renewing the session and calling once more. */
  async call<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Result<T, Failure>> {
    const used = this.#access;
    const first = used === null ? null : await this.#send<T>(method, path, used, body);
    if (first && (first.ok || !isExpired(first.error))) return first;
    // Another call may have renewed the session while this one was under way.
    const renewed = this.#access !== null && this.#access !== used ? ok(this.#access) : await this.#renew();
    if (!renewed.ok) return renewed;
    return this.#send<T>(method, path, renewed.value, body);
  }

  #renew(): Promise<Result<string, Failure>> {
    this.#renewal ??= this.#askForTokens().finally(() => {
      this.#renewal = null;
    });
    return this.#renewal;
  }

  async #askForTokens(): Promise<Result<string, Failure>> {
    if (this.#state.kind === 'signedOut') return { ok: false, error: { code: 'TOKEN_EXPIRED' } };
    const body = { refresh_token: this.#refresh };
    const answer = await this.#send<TokenPair>('POST', '/api/auth/refresh', null, body);
    if (answer.ok) {
      this.#take(answer.value, this.#state);
      return ok(answer.value.access_token);
    }
    if (ENDED.includes(answer.error.code)) this.#end(answer.error);
    return answer;
  }

  #take(tokens: TokenPair, state: SignedIn): void {
    this.#access = tokens.access_token;
    this.#refresh = tokens.refresh_token;
    this.#deps.storage.setItem(
      KEY,
      JSON.stringify({ refresh: tokens.refresh_token, user: state.user, deviceId: state.deviceId }),
    );
    if (this.#state !== state) this.#tell(state);
  }

  #end(because: Failure | null): void {
    this.#access = null;
    this.#refresh = null;
    this.#deps.storage.removeItem(KEY);
    this.#tell({ kind: 'signedOut', because });
  }

  #tell(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  #send<T>(method: 'GET' | 'POST', path: string, token: string | null, body?: unknown): Promise<Result<T, Failure>> {
    return callJson<T>(this.#deps.transport, {
      method,
      url: this.#deps.origin + path,
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      timeoutMs: TIMEOUT_MS,
    });
  }
}

const isExpired = ({ code }: Failure): boolean => code === 'TOKEN_EXPIRED' || code === 'TOKEN_INVALID';

interface Kept {
  refresh: string;
  user: User;
  deviceId: string;
}

const isKept = (kept: unknown): kept is Kept =>
  typeof kept === 'object' &&
  kept !== null &&
  'refresh' in kept &&
  typeof kept.refresh === 'string' &&
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
