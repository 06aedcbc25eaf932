import { compactVerify, createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet } from 'jose';
import { ISSUER, type KeyEndorsement, type ServerKey, TOKEN_TYPES } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { isWordKey } from '#shared/domain/key-purpose.ts';

/**
 * The server's keys that may be believed from now on. Whoever holds none trusts what it is given, once, at its first
 * sign-in or enrolment. Whoever holds some keeps them for ever and adds only what one of them has endorsed, link by
 * link: a hub can pass keys on, and cannot slip in its own. Endorsements are kept, so that whoever holds keys can hand
 * them on to those who hold older ones. `offered` is whatever a node answered for a JWKS.
 */
export async function mergeServerKeys(held: JSONWebKeySet | null, offered: unknown): Promise<JSONWebKeySet> {
  const candidates = keysIn(offered);
  if (held === null || held.keys.length === 0) return { keys: candidates.map(bare) };
  const known = new Map(held.keys.map((key) => [key.kid, key]));
  // Each round believes a further link of the chain, in whatever order the keys stand.
  const lacks = ({ kid }: ServerKey) => (known.get(kid) as ServerKey | undefined)?.endorsement === undefined;
  for (let open = candidates.filter(lacks), before = -1; open.length !== before; ) {
    before = open.length;
    const keys = { keys: [...known.values()].filter(isWordKey) };
    const vouched = await Promise.all(open.map((key) => isEndorsed(key, keys)));
    for (const [index, key] of open.entries()) if (vouched[index]) known.set(key.kid, bare(key));
    open = open.filter(lacks);
  }
  return { keys: [...known.values()] };
}

/** Whether a JWS names a key that is held. Who made it is not judged. */
export function namesHeldKey(jws: string, held: JSONWebKeySet): boolean {
  try {
    const { kid } = decodeProtectedHeader(jws);
    return kid !== undefined && held.keys.some((key) => key.kid === kid);
  } catch {
    return false;
  }
}

/** Whether one of these keys has signed that this very key is the server's. */
async function isEndorsed({ endorsement, ...key }: ServerKey, by: JSONWebKeySet): Promise<boolean> {
  if (!isEndorsement(endorsement) || !namesHeldKey(endorsement, by)) return false;
  try {
    const { payload, protectedHeader } = await compactVerify(endorsement, createLocalJWKSet(by), {
      algorithms: ['EdDSA'],
    });
    const claims = JSON.parse(new TextDecoder().decode(payload)) as Partial<KeyEndorsement> & { iss?: unknown };
    const isOurs = protectedHeader.typ === TOKEN_TYPES.key && claims.iss === ISSUER;
    return isOurs && claims.key?.kid === key.kid && claims.key.x === key.x;
  } catch {
    return false;
  }
}

/** The keys of an answer that have the shape of one; no more of them than any server has. */
function keysIn(offered: unknown): ServerKey[] {
  const { keys } = (offered ?? {}) as { keys?: unknown };
  return Array.isArray(keys) ? keys.slice(0, LIMITS.jwksKeys).filter(isKey) : [];
}

function isKey(key: Partial<ServerKey> | null): key is ServerKey {
  return key?.kty === 'OKP' && key.crv === 'Ed25519' && typeof key.x === 'string' && typeof key.kid === 'string';
}

/** What verifies, who vouches for it, and nothing that came beside it. */
const bare = ({ kty, crv, x, kid, endorsement }: ServerKey): ServerKey => ({
  kty,
  crv,
  x,
  kid,
  alg: 'EdDSA',
  use: 'sig',
  ...(isEndorsement(endorsement) ? { endorsement } : {}),
});

/** Who holds no key yet cannot check it, and who is handed it on will: it need only be none too long. */
const isEndorsement = (text: unknown): text is string =>
  typeof text === 'string' && text.length <= LIMITS.endorsementChars;
