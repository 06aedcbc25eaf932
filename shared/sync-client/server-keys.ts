import {
  type CryptoKey,
  compactVerify,
  createLocalJWKSet,
  decodeProtectedHeader,
  importJWK,
  type JSONWebKeySet,
  type JWK,
} from 'jose';
import {
  ISSUER,
  type KeyEndorsement,
  publishedKey,
  type ServerKey,
  SIGNING_ALGS,
  serverKeyNumbers,
  TOKEN_TYPES,
} from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { isStatementKey, statementKeys } from '#shared/domain/key-purpose.ts';

/**
 * The server's keys that may be believed from now on. Whoever holds none trusts what it is given, once, at its first
 * sign-in or enrolment. Whoever holds some keeps them for ever and adds only what one of them has endorsed, link by
 * link: a hub can pass keys on, and cannot slip in its own. Endorsements are kept, so that whoever holds keys can hand
 * them on to those who hold older ones. An endorsement by a key of a kind that this browser cannot check adds nothing.
 * `offered` is whatever a node answered for a JWKS.
 */
export async function mergeServerKeys(held: JSONWebKeySet | null, offered: unknown): Promise<JSONWebKeySet> {
  const candidates = keysIn(offered);
  if (held === null || held.keys.length === 0) return { keys: candidates };
  const known = new Map(held.keys.map((key) => [key.kid, key]));
  // Each round believes a further link of the chain, in whatever order the keys stand.
  const lacks = ({ kid }: ServerKey) => (known.get(kid) as ServerKey | undefined)?.endorsement === undefined;
  for (let open = candidates.filter(lacks), before = -1; open.length !== before; ) {
    before = open.length;
    const keys = { keys: [...known.values()].filter(isStatementKey) };
    const vouched = await Promise.all(open.map((key) => isEndorsed(key, keys)));
    for (const [index, key] of open.entries()) if (vouched[index]) known.set(key.kid, key);
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

/** The key as this browser verifies with it; null where it does not know the kind (Ed25519 before Chromium 137). */
export async function importServerKey(jwk: JWK): Promise<CryptoKey | null> {
  const numbers = serverKeyNumbers(jwk);
  if (numbers === null) return null;
  try {
    return (await importJWK({ ...numbers }, numbers.alg)) as CryptoKey;
  } catch {
    return null;
  }
}

/** Whether the server's statements can be checked here at all: with none of the keys that are held, everybody could be the server. */
export async function canCheckStatements(held: JSONWebKeySet): Promise<boolean> {
  const keys = await Promise.all(statementKeys(held.keys).map(importServerKey));
  return keys.some((key) => key !== null);
}

/** Whether one of these keys has signed that this very key is the server's. */
async function isEndorsed({ endorsement, ...key }: ServerKey, by: JSONWebKeySet): Promise<boolean> {
  if (!isEndorsement(endorsement) || !namesHeldKey(endorsement, by)) return false;
  try {
    const { payload, protectedHeader } = await compactVerify(endorsement, createLocalJWKSet(by), {
      algorithms: SIGNING_ALGS,
    });
    const claims = JSON.parse(new TextDecoder().decode(payload)) as Partial<KeyEndorsement> & { iss?: unknown };
    const isOurs = protectedHeader.typ === TOKEN_TYPES.key && claims.iss === ISSUER;
    return isOurs && claims.key?.kid === key.kid && isSameKey(claims.key, key);
  } catch {
    return false;
  }
}

function isSameKey(one: object, other: object): boolean {
  const [a, b] = [serverKeyNumbers({ ...one }), serverKeyNumbers({ ...other })];
  return a !== null && JSON.stringify(a) === JSON.stringify(b);
}

/** The keys of an answer that have the shape of one; no more of them than any server has. */
function keysIn(offered: unknown): ServerKey[] {
  const { keys } = (offered ?? {}) as { keys?: unknown };
  return Array.isArray(keys) ? keys.slice(0, LIMITS.jwksKeys).flatMap((key) => bare(key ?? {}) ?? []) : [];
}

/** What verifies, who vouches for it, and nothing that came beside it; null for what is no key. */
function bare(offered: Partial<ServerKey>): ServerKey | null {
  const { kid, endorsement } = offered;
  const numbers = serverKeyNumbers(offered);
  if (numbers === null || typeof kid !== 'string') return null;
  return { ...publishedKey(numbers, kid), ...(isEndorsement(endorsement) ? { endorsement } : {}) };
}

/** Who holds no key yet cannot check it, and who is handed it on will: it need only be none too long. */
const isEndorsement = (text: unknown): text is string =>
  typeof text === 'string' && text.length <= LIMITS.endorsementChars;
