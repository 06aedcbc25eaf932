import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { Authenticate, Caller, Judge, ServiceCaller } from '#shared/sync-server/caller.ts';
import { serverAuthenticate } from './authenticate.ts';
import type { ServerDeps } from './deps.ts';
import { serviceKeyHash, serviceKeyIn } from './service-keys.ts';

type Deps = Pick<ServerDeps, 'database' | 'keys' | 'clock'>;

/** `last_used_at` is for people: a minute's precision spares a write on every request. */
const USED_PRECISION_MS = 60_000;

interface AccountRow {
  id: string;
  name: string;
  depot_id: number | null;
  scopes: string[];
  created_by: number;
  expires_at: string | null;
  last_used_at: string | null;
  revoked_at: string | null;
  maker_may: boolean;
}

/** The server's judgement of an `Authorization` header, by whomever: a device, a hub, or a program with its key. */
export function judgeAll(deps: Deps): Judge<Caller | ServiceCaller> {
  const authenticate = serverAuthenticate(deps);
  return (authorization, purpose) => {
    const key = serviceKeyIn(authorization);
    return key === null ? authenticate(authorization, purpose) : serviceCaller(deps, key);
  };
}

/** For all that is not HQ's API: a program is nobody there. */
export const withoutServices =
  (judge: Judge<Caller | ServiceCaller>): Authenticate =>
  async (authorization, purpose) => {
    const caller = await judge(authorization, purpose);
    if (!caller.ok) return caller;
    return caller.value.kind === 'service'
      ? refuse('FORBIDDEN', 'The key of a program opens the API of HQ and nothing else.')
      : ok(caller.value);
  };

const invalid = (detail: string) => refuse('TOKEN_INVALID', detail);

async function serviceCaller(
  { database, clock }: Pick<Deps, 'database' | 'clock'>,
  key: string,
): Promise<Result<ServiceCaller, RequestError>> {
  const { rows } = await database.query<AccountRow>(
    `SELECT sa.id, sa.name, sa.depot_id, sa.scopes, sa.created_by, sa.expires_at, sa.last_used_at, sa.revoked_at,
            u.is_active AND u.role = 'admin' AS maker_may
     FROM service_accounts sa JOIN users u ON u.id = sa.created_by WHERE sa.key_hash = $1`,
    [serviceKeyHash(key)],
  );
  const account = rows[0];
  if (!account) return invalid('This server does not know the key: an admin makes another.');
  if (account.revoked_at !== null) return invalid('The key was revoked: an admin makes another.');
  const now = clock.now();
  if (account.expires_at !== null && now >= Date.parse(account.expires_at)) {
    return refuse('TOKEN_EXPIRED', 'The key has reached its last day: an admin makes another.');
  }
  // Whoever made a key has seen it, and takes none along.
  if (!account.maker_may) return invalid('Whoever made the key is no admin any more: an admin makes another.');
  if (account.last_used_at === null || now - Date.parse(account.last_used_at) >= USED_PRECISION_MS) {
    await database.query('UPDATE service_accounts SET last_used_at = $2 WHERE id = $1', [account.id, isoTime(now)]);
  }
  const { id: accountId, name: accountName, created_by: userId, depot_id: depotId, scopes } = account;
  return ok({ kind: 'service', accountId, accountName, userId, depotId, scopes });
}
