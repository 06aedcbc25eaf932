import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { HubHealth, HubHealthResponse } from '#shared/contract/hub-health.ts';
import {
  EnrollRequest,
  EnrollResponse,
  HubCertificate,
  HubTokenRequest,
  HubTokenResponse,
  Jwks,
  LoginRequest,
  LoginResponse,
  LogoutRequest,
  RefreshRequest,
  RenewRequest,
  ResetRequest,
  ResetResponse,
  TokenPair,
  WipedResponse,
  WipeReport,
  WipeReportResponse,
} from '#shared/contract/identity.ts';
import type { Authenticate } from '#shared/sync-server/caller.ts';
import { originOf } from '#shared/sync-server/origin.ts';
import { acceptStrictForms } from '#shared/sync-server/strict-input.ts';
import { sendResult, type TypedApp } from '../http/typed-app.ts';
import type { ServerDeps } from './deps.ts';
import { enrolmentCounters } from './enrolment-throttle.ts';
import { HashTurns } from './hash-turns.ts';
import { takeHubHealth } from './hub-health.ts';
import { renewCertificate } from './hub-renewal.ts';
import { enrollHub, hubToken } from './hubs.ts';
import { login } from './login.ts';
import { provenCallers } from './proven-callers.ts';
import { resetPassword } from './reset-codes.ts';
import { logout, refresh } from './sessions.ts';
import { Tries } from './tries.ts';
import { confirmWipe, takeWipeReport } from './wipes.ts';

/** Identity, as contract.md lists it: sign-in, sessions, keys, hubs, and a revoked device's last message. */
export async function identityRoutes(
  root: FastifyInstance,
  { deps, authenticate }: { deps: ServerDeps; authenticate: Authenticate },
): Promise<void> {
  const app: TypedApp = root.withTypeProvider<TypeBoxTypeProvider>();
  const tries = new Tries(deps);
  const proven = provenCallers(deps);
  const guard = { tries, turns: new HashTurns() };

  /** → LoginResponse. 400 for a key that is none, 401 INVALID_CREDENTIALS, 403 DEVICE_REVOKED, 409 DEVICE_LIMIT or CODE_INVALID (with `devices`) or DEVICE_CONFLICT, 429, 503 while too many sign in. */
  app.post(
    '/api/auth/login',
    { schema: { body: LoginRequest, response: { 200: LoginResponse } } },
    async (request, reply) => sendResult(reply, await login(deps, guard, request.body, originOf(request))),
  );

  /** → `{reset: true}`: the new password is the password. 401 INVALID_CREDENTIALS, 429. */
  app.post(
    '/api/auth/reset',
    { schema: { body: ResetRequest, response: { 200: ResetResponse } } },
    async (request, reply) => sendResult(reply, await resetPassword(deps, guard, request.body, originOf(request))),
  );

  /** → TokenPair. 401 TOKEN_EXPIRED, TOKEN_INVALID or TOKEN_REUSED, 403 DEVICE_REVOKED. */
  app.post(
    '/api/auth/refresh',
    { schema: { body: RefreshRequest, response: { 200: TokenPair } }, config: { payer: proven.byRefreshToken } },
    async (request, reply) => sendResult(reply, await refresh(deps, request.body.refresh_token)),
  );

  /** → 204. Ends the named session, or all of the device's. The body may be absent. */
  app.post('/api/auth/logout', { schema: { response: { 204: Nothing } } }, async (request, reply) => {
    const caller = await authenticate(request.headers.authorization, 'read');
    if (!caller.ok) return sendResult(reply, caller);
    if (caller.value.kind === 'device') await logout(deps, caller.value.deviceId, namedSession(request.body));
    return reply.code(204).send();
  });

  /** → the public keys of tokens (`kid` token-…) and of delivery notes' codes (`kid` qr-…), each but the first endorsed by an older one. */
  app.get('/.well-known/jwks.json', { schema: { response: { 200: Jwks } } }, async (_request, reply) => {
    // Another process may have made one, and have signed with it what the caller has just got.
    await deps.keys.refresh();
    return reply.header('cache-control', 'no-cache').send(deps.keys.jwks);
  });

  /** → EnrollResponse. 400 for a key or a csr that is none, 409 CODE_INVALID, 429 after too many wrong codes, 503 while the CA's key is away. */
  app.post(
    '/api/hubs/enroll',
    { schema: { body: EnrollRequest, response: { 200: EnrollResponse } } },
    async (request, reply) => {
      const enrolled = await tries.guard({
        counters: enrolmentCounters(originOf(request), request.body.code),
        detail: (seconds) => `Too many wrong enrolment codes: try again in ${Math.ceil(seconds / 60)} min.`,
        work: () => enrollHub(deps, request.body),
        wrong: 'CODE_INVALID',
      });
      return sendResult(reply, enrolled);
    },
  );

  /** → HubCertificate. 400 for a csr that is none or of another key, 403 for whoever is no hub, 503 while the CA's key is away. */
  app.post(
    '/api/hubs/renew',
    { schema: { body: RenewRequest, response: { 200: HubCertificate } } },
    async (request, reply) => {
      const caller = await authenticate(request.headers.authorization, 'read');
      return sendResult(reply, caller.ok ? await renewCertificate(deps, caller.value, request.body) : caller);
    },
  );

  /** → PEM: the company CA's roots. A hub compares the first with the fingerprint that it was told before it trusts it. 404 where there is none. */
  app.get('/.well-known/manchengo-ca.pem', async (_request, reply) => {
    if (deps.certificates === null) return reply.callNotFound();
    return reply.type('application/x-pem-file').send((await deps.certificates.ca.roots()).join(''));
  });

  await app.register(async (scope) => {
    // RFC 7523 speaks forms; our own hubs speak JSON.
    acceptStrictForms(scope);
    /** → HubTokenResponse. 400 for another grant_type, 401 TOKEN_INVALID, with `server_time` where the hub's clock may be at fault. */
    scope.withTypeProvider<TypeBoxTypeProvider>().post(
      '/api/hubs/token',
      {
        schema: { body: HubTokenRequest, response: { 200: HubTokenResponse } },
        config: { payer: proven.byAssertion },
      },
      async (request, reply) => sendResult(reply, await hubToken(deps, request.body)),
    );
  });

  /** → `{wipe_state}`. 401 TOKEN_INVALID, 409 CONFLICT where the device is not revoked. */
  app.post('/api/devices/wiped', { schema: { response: { 200: WipedResponse } } }, async (request, reply) =>
    sendResult(reply, await confirmWipe(deps, request.headers.authorization)),
  );

  /** By hubs → HubHealthResponse. 401 TOKEN_INVALID or TOKEN_EXPIRED, 403 FORBIDDEN. */
  app.post(
    '/api/hubs/health',
    { schema: { body: HubHealth, response: { 200: HubHealthResponse } } },
    async (request, reply) =>
      sendResult(reply, await takeHubHealth(deps, authenticate, request.headers.authorization, request.body)),
  );

  /** By hubs → WipeReportResponse. 401 TOKEN_INVALID or TOKEN_EXPIRED, 403 FORBIDDEN. */
  app.post(
    '/api/hubs/wipes',
    { schema: { body: WipeReport, response: { 200: WipeReportResponse } } },
    async (request, reply) =>
      sendResult(reply, await takeWipeReport(deps, authenticate, request.headers.authorization, request.body)),
  );
}

const Nothing = Type.Unsafe<void>(Type.Null());
const isLogout = Compile(LogoutRequest);

const namedSession = (body: unknown): string | undefined => (isLogout.Check(body) ? body.refresh_token : undefined);
