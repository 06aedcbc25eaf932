import type { HubTokenRequest, PublicKey } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { Payer } from '#shared/sync-server/rate-limit.ts';
import type { ServerDeps } from './deps.ts';
import { isAssertionOf, issuerOf } from './hubs.ts';
import { verifyRefresh } from './tokens.ts';

/**
 * Who sends a request without a token, as its body proves by a signature: asked only where the caller's address is spent,
 * so it costs no more than to refuse. The hubs' keys are read once a window, whatever names a flood makes up.
 */
export function provenCallers(deps: ServerDeps) {
  let keys: Promise<Map<string, PublicKey>> | null = null;
  let readAt = Number.NEGATIVE_INFINITY;
  const hubKeys = () => {
    const now = deps.clock.now();
    if (keys === null || Math.abs(now - readAt) >= LIMITS.rateWindowSeconds * 1_000) {
      keys = readHubKeys(deps);
      // What could not be read is read again.
      keys.catch(() => {
        keys = null;
      });
      readAt = now;
    }
    return keys;
  };
  return {
    async byRefreshToken(body: unknown): Promise<Payer | null> {
      const claims = await verifyRefresh(deps.keys, (body as { refresh_token: string }).refresh_token);
      return claims === null ? null : { kind: 'device', id: claims.device_id };
    },
    async byAssertion(body: unknown): Promise<Payer | null> {
      const { assertion } = body as HubTokenRequest;
      const hubId = issuerOf(assertion);
      const key = hubId === null ? undefined : (await hubKeys()).get(hubId);
      if (hubId === null || key === undefined) return null;
      return (await isAssertionOf(deps, assertion, key)) ? { kind: 'hub', id: hubId } : null;
    },
  };
}

async function readHubKeys({ database }: ServerDeps): Promise<Map<string, PublicKey>> {
  const { rows } = await database.query<{ id: string; public_key: PublicKey }>(
    'SELECT id, public_key FROM hubs WHERE is_active',
  );
  return new Map(rows.map(({ id, public_key }) => [id, public_key]));
}
