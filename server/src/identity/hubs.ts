import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose';
import type { Depot } from '#shared/contract/entities.ts';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import {
  type EnrollRequest,
  type EnrollResponse,
  type HubTokenRequest,
  type HubTokenResponse,
  JWT_BEARER,
  type PublicKey,
} from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { UUID_PATTERN } from '#shared/contract/scalars.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { uuidV4 } from '#shared/ports/ids.ts';
import { inTransaction, type Transaction } from '../store/database.ts';
import { isMeantForUs } from './assertion-audience.ts';
import type { ServerDeps } from './deps.ts';
import { certifiedAtEnrolment, noteCertificate } from './hub-renewal.ts';
import { codeHash } from './one-time-code.ts';
import { bareKey, isOnCurve, refuseKey, verifyingKey } from './public-keys.ts';
import { refuseRevokedHub } from './revoke-hub.ts';
import { spendAssertion } from './spent-assertions.ts';
import { signAccess } from './tokens.ts';

const UUID = new RegExp(UUID_PATTERN);
/** How far ahead an assertion may expire, and how much a hub's clock may differ from ours. */
const ASSERTION_SECONDS = 5 * 60;
const TOLERANCE_SECONDS = 60;
const VERSION_CHARS = 50;

interface CodeRow {
  is_active: boolean | null;
  depot_id: number;
  depot_code: string;
  depot_name: string;
  expires_at: string;
  hub_id: string | null;
  public_key: PublicKey | null;
}

/**
 * Enrols a hub with the code that an admin made. A code works for one key: the same code and key again get the same
 * answer, since the first one may have been lost.
 */
export async function enrollHub(
  deps: ServerDeps,
  request: EnrollRequest,
): Promise<Result<EnrollResponse, RequestError>> {
  if (!isOnCurve(request.public_key)) return refuseKey();
  return inTransaction(deps.database, async (tx) => {
    const code = await lockCode(tx, request.code);
    if (!code) return codeRefused('UNKNOWN', 'There is no such enrolment code: check it, or ask for a new one.');
    const depot: Depot = { id: code.depot_id, code: code.depot_code, name: code.depot_name };
    if (code.hub_id !== null) {
      const same = code.public_key?.x === request.public_key.x && code.public_key.y === request.public_key.y;
      if (same) return again(deps, tx, request, { hub_id: code.hub_id, depot, isActive: code.is_active === true });
      return codeRefused('USED', 'This enrolment code was used for another hub: ask for a new one.');
    }
    if (Date.parse(code.expires_at) <= deps.clock.now()) {
      return codeRefused('EXPIRED', 'This enrolment code has expired: ask for a new one.');
    }
    // Its first digits are its name in the yard.
    const hubId = uuidV4(deps.random);
    const certified = await certifiedAtEnrolment(deps, hubId, request);
    if (!certified.ok) return certified;
    const { expiresAt, ...certificate } = certified.value;
    await tx.query(
      `INSERT INTO hubs (id, depot_id, name, public_key, enrolled_at, certificate_expires_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [
        hubId,
        depot.id,
        request.name,
        JSON.stringify(bareKey(request.public_key)),
        isoTime(deps.clock.now()),
        expiresAt === null ? null : isoTime(expiresAt),
      ],
    );
    await tx.query('UPDATE hub_codes SET hub_id = $2 WHERE code_hash = $1', [codeHash(request.code), hubId]);
    return ok({ hub_id: hubId, depot, ...certificate });
  });
}

/** The PC's wizard says in its reader's language why. */
const codeRefused = (why: 'UNKNOWN' | 'USED' | 'EXPIRED', detail: string) => refuse('CODE_INVALID', detail, { why });

/** The first answer may have been lost: the same hub again, with a certificate made anew. */
async function again(
  deps: ServerDeps,
  tx: Transaction,
  request: EnrollRequest,
  { hub_id, depot, isActive }: { hub_id: string; depot: Depot; isActive: boolean },
): Promise<Result<EnrollResponse, RequestError>> {
  if (!isActive) return codeRefused('USED', 'This hub was closed by HQ: ask for a new code, for a new hub.');
  const certified = await certifiedAtEnrolment(deps, hub_id, request);
  if (!certified.ok) return certified;
  const { expiresAt, ...certificate } = certified.value;
  if (expiresAt !== null) await noteCertificate(tx, hub_id, expiresAt);
  return ok({ hub_id, depot, ...certificate });
}

async function lockCode(tx: Transaction, code: string): Promise<CodeRow | undefined> {
  const found = await tx.query<CodeRow>(
    `SELECT k.depot_id, d.code AS depot_code, d.name AS depot_name, k.expires_at, k.hub_id, h.public_key, h.is_active
     FROM hub_codes k JOIN depots d ON d.id = k.depot_id LEFT JOIN hubs h ON h.id = k.hub_id
     WHERE k.code_hash = $1 FOR UPDATE OF k`,
    [codeHash(code)],
  );
  return found.rows[0];
}

interface HubRow {
  depot_id: number;
  name: string;
  public_key: PublicKey;
  is_active: boolean;
  revoked_at: string | null;
}

/**
 * A 15-minute access token for an assertion signed by the hub's key (RFC 7523) and meant for this server. An assertion
 * that has a `jti` is good once.
 */
export async function hubToken(
  deps: ServerDeps,
  { assertion, grant_type }: HubTokenRequest,
): Promise<Result<HubTokenResponse, RequestError>> {
  if (grant_type !== undefined && grant_type !== JWT_BEARER) {
    return refuse('INVALID_REQUEST', `The grant_type here is ${JWT_BEARER}.`);
  }
  const hubId = issuerOf(assertion);
  if (hubId === null) return refuse('TOKEN_INVALID', 'The assertion names no hub.');
  const found = await deps.database.query<HubRow>(
    'SELECT depot_id, name, public_key, is_active, revoked_at FROM hubs WHERE id = $1',
    [hubId],
  );
  const hub = found.rows[0];
  if (!hub || (!hub.is_active && hub.revoked_at === null)) {
    return refuse('TOKEN_INVALID', 'This hub is not enrolled: ask the administrator for a code.');
  }
  const judged = await judgeAssertion(deps, assertion, hub.public_key);
  if (!judged.ok) return judged;
  // Told to the hub itself alone: whoever has its key.
  if (!hub.is_active) return refuseRevokedHub();
  const { jti, exp = 0, app_version } = judged.value;
  const until = (exp + TOLERANCE_SECONDS) * 1000;
  if (jti !== undefined && !(await spendAssertion(deps.database, hubId, String(jti), until))) {
    return refuse('TOKEN_INVALID', 'This assertion has bought a token before: sign a new one.');
  }
  if (typeof app_version === 'string' && app_version.length <= VERSION_CHARS) {
    await deps.database.query('UPDATE hubs SET app_version = $2 WHERE id = $1 AND app_version IS DISTINCT FROM $2', [
      hubId,
      app_version,
    ]);
  }
  const claims = {
    sub: hubId,
    device_id: hubId,
    role: 'hub' as const,
    depot_id: hub.depot_id,
    name: hub.name,
    cnf: { jwk: hub.public_key },
  };
  const access_token = await signAccess(deps.keys, claims, deps.clock.now());
  return ok({ access_token, token_type: 'Bearer', expires_in: LIMITS.accessTokenSeconds });
}

/** The hub that an assertion claims to be from: `iss` and `sub` alike. Nothing is proven yet. */
export function issuerOf(assertion: string): string | null {
  try {
    const { iss, sub } = decodeJwt(assertion);
    return iss !== undefined && iss === sub && UUID.test(iss) ? iss : null;
  } catch {
    return null;
  }
}

/** Whether a hub's key has signed it, for now and for here; it may have bought its token before. */
export const isAssertionOf = async (deps: ServerDeps, assertion: string, key: PublicKey): Promise<boolean> =>
  (await judgeAssertion(deps, assertion, key)).ok;

async function judgeAssertion(
  deps: ServerDeps,
  assertion: string,
  key: PublicKey,
): Promise<Result<JWTPayload, RequestError>> {
  const now = deps.clock.now();
  // A hub whose clock is wrong learns the right time here.
  const wrong = (detail: string) => refuse('TOKEN_INVALID', detail, { server_time: isoTime(now) });
  try {
    const { payload } = await jwtVerify(assertion, verifyingKey(key), {
      algorithms: ['ES256'],
      requiredClaims: ['exp', 'aud'],
      currentDate: new Date(now),
      clockTolerance: TOLERANCE_SECONDS,
    });
    if ((payload.exp ?? 0) > now / 1000 + ASSERTION_SECONDS + TOLERANCE_SECONDS) {
      return wrong(`The assertion is good for too long: ${ASSERTION_SECONDS} s at most. Is the hub's clock right?`);
    }
    const audiences = [payload.aud ?? []].flat();
    const forUs = audiences.some((aud) => isMeantForUs(aud, deps.ownOrigins()));
    return forUs ? ok(payload) : wrong('The assertion is meant for somebody else.');
  } catch (error) {
    if (error instanceof errors.JWTExpired) return wrong("The assertion has expired. Is the hub's clock right?");
    if (error instanceof errors.JOSEError) return wrong("The assertion is not signed by the hub's key.");
    throw error;
  }
}
