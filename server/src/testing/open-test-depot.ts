import { openTestServer, type TurnedClock } from './open-test-server.ts';

export const PASSWORD = 'un mot de passe é';
export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;
export const OFF_CURVE = { kty: 'EC' as const, crv: 'P-256' as const, x: 'A'.repeat(43), y: 'A'.repeat(43) };

/** A server with one depot, for tests of who may sign in to it. */
export async function openTestDepot(databaseUrl: string, clock: TurnedClock) {
  const server = await openTestServer(databaseUrl, clock);
  const { rows } = await server.deps.database.query(
    `INSERT INTO depots (code, name) VALUES ('ALG', 'Alger') RETURNING id`,
  );
  const depot: number = rows[0].id;
  let serial = 0;

  /** A user of its own for each test. */
  async function user(): Promise<string> {
    serial += 1;
    const username = `driver${serial}.alger`;
    await server.addUsers({ username, name: `Driver ${serial}`, role: 'driver', depot_id: depot, password: PASSWORD });
    return username;
  }
  const refresh = (refresh_token: string) => server.call('POST', '/api/auth/refresh', { body: { refresh_token } });
  const status = (token: string) => server.call('GET', '/api/sync/status', { token });
  const revoke = (id: string) =>
    server.deps.database.query(
      `UPDATE devices SET is_active = false, revoked_at = now(), revoke_reason = 'perdu', wipe_state = 'ASKED' WHERE id = $1`,
      [id],
    );
  return { server, depot, user, refresh, status, revoke };
}
