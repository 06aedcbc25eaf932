import { fastify } from 'fastify';
import { compactVerify, createLocalJWKSet, decodeJwt, type JSONWebKeySet } from 'jose';
import type { OpenServer } from '#server/app/open-server.ts';
import { serverAuthenticate } from '#server/identity/authenticate.ts';
import type { AccessClaims } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { sha256, verifySignature } from '#shared/ports/crypto-node.ts';
import type { Authenticate } from '#shared/sync-server/caller.ts';
import { answerWithProblems } from '#shared/sync-server/problem.ts';
import { type SyncRoutesDeps, syncRoutes } from '#shared/sync-server/routes.ts';
import { SnapshotLimiter } from '#shared/sync-server/snapshot-limiter.ts';
import { serverStore } from '../real-stores.ts';

/** A server whose routes are broken on purpose: attacks that do not come through here would come through nowhere. */
export interface MutantNode {
  name: string;
  /** The rule whose attack must be the first to come through. */
  breaks: string;
  mutant(deps: SyncRoutesDeps, server: OpenServer): Partial<SyncRoutesDeps>;
}

/** Believes claims that `read` gets out of a token, whatever else may be wrong with it. */
const believing =
  (read: (token: string) => Promise<AccessClaims>): Authenticate =>
  async (authorization) => {
    try {
      const claims = await read(authorization?.split(' ')[1] ?? '');
      const { device_id: deviceId, depot_id: depotId, role, name: userName } = claims;
      if (role === 'hub') throw new Error('a hub');
      const caller = { deviceId, depotId, role, userName, userId: Number(claims.sub), key: claims.cnf.jwk };
      return { ok: true, value: { kind: 'device', ...caller, scopeFrom: 0, expired: false } };
    } catch {
      return { ok: false, error: { code: 'TOKEN_INVALID', detail: 'no token' } };
    }
  };

export const mutantNodes: MutantNode[] = [
  {
    name: 'believes every signature of an event',
    breaks: 'EVT-3',
    mutant: () => ({ verify: () => true }),
  },
  {
    name: 'stumbles over a batch in which one copy is bad',
    breaks: 'EVT-3',
    mutant: ({ store }) => ({
      store: {
        ...store,
        accept: async (batch) => {
          if (batch.refused.length > 0) throw new Error('a bad copy');
          return store.accept(batch);
        },
      },
    }),
  },
  {
    name: 'reads a token without asking who signed it',
    breaks: 'AUTH-9',
    mutant: () => ({ authenticate: believing(async (token) => decodeJwt<AccessClaims>(token)) }),
  },
  {
    name: 'takes whatever the server signed for an access token',
    breaks: 'AUTH-9',
    mutant: (_deps, server) => {
      const keys = createLocalJWKSet(server.deps.keys.jwks as JSONWebKeySet);
      return {
        authenticate: believing(async (token) => {
          await compactVerify(token, keys);
          return decodeJwt<AccessClaims>(token);
        }),
      };
    },
  },
  {
    name: 'lets an expired token read',
    breaks: 'AUTH-8',
    mutant: ({ authenticate }) => ({ authenticate: (authorization) => authenticate(authorization, 'push') }),
  },
];

/** Serves the contract's routes of a server that is open, broken as planted, on a port of its own. */
export async function openMutant(server: OpenServer, { mutant }: MutantNode) {
  const deps: SyncRoutesDeps = {
    node: 'server',
    store: serverStore(server),
    authenticate: serverAuthenticate(server.deps),
    snapshotLimiter: new SnapshotLimiter(server.deps),
    clock: server.deps.clock,
    sha256,
    verify: verifySignature,
  };
  const app = fastify({ bodyLimit: LIMITS.bodyBytes, forceCloseConnections: true });
  answerWithProblems(app);
  app.get('/.well-known/jwks.json', async () => server.deps.keys.jwks);
  app.register(syncRoutes, { ...deps, ...mutant(deps, server) });
  return { url: await app.listen({ host: '127.0.0.1', port: 0 }), close: () => app.close() };
}
