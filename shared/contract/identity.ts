import Type, { type Static } from 'typebox';
import { Depot, Device, Role, User, WipeState } from './entities.ts';
import { LIMITS } from './limits.ts';
import { Id, Name, Nullable, PublicKeyJwk, Time, Uuid } from './scalars.ts';

export type PublicKey = Static<typeof PublicKeyJwk>;

export const DeviceRegistration = Type.Object({
  id: Uuid,
  name: Type.String({ minLength: 1, maxLength: 100 }),
  platform: Type.String({ maxLength: 100 }),
  app_version: Type.String({ maxLength: 50 }),
  public_key: PublicKeyJwk,
});
export type DeviceRegistration = Static<typeof DeviceRegistration>;

export const LoginRequest = Type.Object({
  username: Type.String({ minLength: 1, maxLength: 100 }),
  password: Type.String({ minLength: 1, maxLength: 1_000 }),
  device: DeviceRegistration,
  /** (+) Where the account has its most devices already: which of them is given up for this one. */
  give_up: Type.Optional(Uuid),
  /** (+) With `give_up`: the one-time code for it. A password alone, which others may know, has no phone erased. */
  give_up_code: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  /** (+) Made for this one sign-in: the server signs it back in `phone_secret`, which proves that the answer is no older. */
  nonce: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  /** (+) Signs in at the PC of this depot: only its clerks and admins may, and nobody else has a device registered by it. */
  desk: Type.Optional(Id),
});
export type LoginRequest = Static<typeof LoginRequest>;

export const NewPassword = Type.String({ minLength: LIMITS.passwordMinChars, maxLength: 1_000 });

/** (+) A forgotten password, opened by the one-time code that HQ or the depot's clerk has read out. */
export const ResetRequest = Type.Object({
  username: Type.String({ minLength: 1, maxLength: 100 }),
  code: Type.String({ minLength: 1, maxLength: 100 }),
  new_password: NewPassword,
});
export type ResetRequest = Static<typeof ResetRequest>;

/** A code that is shown once. */
export const OneTimeCode = Type.Object({ code: Type.String(), expires_at: Time });
export type OneTimeCode = Static<typeof OneTimeCode>;

const tokenPair = { access_token: Type.String({ minLength: 1 }), refresh_token: Type.String({ minLength: 1 }) };
export const TokenPair = Type.Object(tokenPair);
export type TokenPair = Static<typeof TokenPair>;

export const LoginResponse = Type.Object({
  ...tokenPair,
  user: User,
  device: Device,
  /** JWS of `PhoneSecret`: opens what the phone has sealed when its PIN is forgotten. */
  phone_secret: Type.String(),
});
export type LoginResponse = Static<typeof LoginResponse>;

/** One of the devices of somebody who has the most already. */
export const OwnDevice = Type.Pick(Device, ['id', 'name', 'platform', 'last_seen_at', 'pending_events']);
export type OwnDevice = Static<typeof OwnDevice>;
/** What stands beside a refusal with DEVICE_LIMIT, and with CODE_INVALID where one of them was to be given up. */
export const OwnDevices = Type.Object({ devices: Type.Array(OwnDevice) });

export const ResetResponse = Type.Object({ reset: Type.Literal(true) });

/**
 * A secret of one device, its key and its user, the same at each sign-in and told at no other time: 32 bytes, base64url. The
 * phone never keeps it.
 */
export const PhoneSecret = Type.Object({
  device_id: Type.String(),
  secret: Type.String(),
  iat: Type.Number(),
  /** (+) The sign-in's own. */
  nonce: Type.Optional(Type.String()),
});
export type PhoneSecret = Static<typeof PhoneSecret>;

export const RefreshRequest = Type.Object({ refresh_token: Type.String({ minLength: 1, maxLength: 4_096 }) });
export const LogoutRequest = Type.Object({ refresh_token: Type.Optional(Type.String({ maxLength: 4_096 })) });

/** PKCS#10, PEM, signed with the hub's key. Of the names in it only private addresses count. */
const Csr = Type.String({ minLength: 1, maxLength: LIMITS.csrChars });

export const EnrollRequest = Type.Object({
  code: Type.String({ minLength: 1, maxLength: 100 }),
  name: Name,
  public_key: PublicKeyJwk,
  csr: Type.Optional(Csr),
});
export type EnrollRequest = Static<typeof EnrollRequest>;

/** What a hub speaks TLS with. Both are null where no `csr` was sent. */
const hubCertificate = {
  /** PEM: the 90-day certificate, and what leads from it to a root that phones trust. */
  certificate: Nullable(Type.String()),
  /** PEM: the company CA's roots, the one that signs first; more than one while the CA changes. */
  ca: Nullable(Type.String()),
};
export const HubCertificate = Type.Object(hubCertificate);
export type HubCertificate = Static<typeof HubCertificate>;

export const EnrollResponse = Type.Object({ ...hubCertificate, hub_id: Uuid, depot: Depot });
export type EnrollResponse = Static<typeof EnrollResponse>;

/** A hub asks for a new certificate: its old one is old, or its addresses have changed. */
export const RenewRequest = Type.Object({ csr: Csr });
export type RenewRequest = Static<typeof RenewRequest>;

/** RFC 7523: an assertion signed with the hub's key buys a 15-minute access token. */
export const HubTokenRequest = Type.Object({
  assertion: Type.String({ minLength: 1, maxLength: 4_096 }),
  grant_type: Type.Optional(Type.String({ maxLength: 200 })),
});
export type HubTokenRequest = Static<typeof HubTokenRequest>;
export const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

export const HubTokenResponse = Type.Object({
  access_token: Type.String({ minLength: 1 }),
  token_type: Type.Literal('Bearer'),
  expires_in: Type.Integer({ minimum: 0 }),
});
export type HubTokenResponse = Static<typeof HubTokenResponse>;

/**
 * Headers of what a hub relays for somebody: its own access token as in `Authorization`, and that one's address. So the
 * server counts a yard's callers apart from each other and from the hub's own calls. From anybody else they mean nothing.
 */
export const RELAYED_BY = 'manchengo-relayed-by';
export const RELAYED_FOR = 'manchengo-relayed-for';

/** The header by which one request is followed over several nodes. */
export const REQUEST_ID = 'x-request-id';

/** Claims of an access token. `sub` is the user's id as text, or the hub's id for role `hub`. */
export const AccessClaims = Type.Object({
  sub: Type.String(),
  device_id: Type.String(),
  role: Type.Union([Role, Type.Literal('hub')]),
  depot_id: Nullable(Id),
  name: Type.String(),
  cnf: Type.Object({ jwk: PublicKeyJwk }),
  /** Position at which the user last moved; cursors from before it need a new snapshot. Absent: never. */
  scope_from: Type.Optional(Type.Number()),
  /** The origins of the central server: a phone takes no other node for it. Absent in a hub's token. */
  server_origins: Type.Optional(Type.Array(Type.String())),
  iat: Type.Number(),
  exp: Type.Number(),
});
export type AccessClaims = Static<typeof AccessClaims>;
/** As it is signed. */
export const IssuedClaims = Type.Object({ ...AccessClaims.properties, iss: Type.Optional(Type.String()) });
/** What a phone reads of its own. */
export const TokenTime = Type.Pick(AccessClaims, ['iat']);
export const TokenHolder = Type.Pick(AccessClaims, ['sub', 'device_id']);
export const TokenOrigins = Type.Pick(AccessClaims, ['device_id', 'server_origins']);

/** Who signs: the `iss` of every token of the central server. */
export const ISSUER = 'manchengo';

/** The `typ` of each kind of JWS that the server signs, so that none passes for another. */
export const TOKEN_TYPES = {
  access: 'at+jwt',
  refresh: 'manchengo-refresh+jwt',
  wipeOrder: 'manchengo-wipe-order+jwt',
  checkpoint: 'manchengo-checkpoint+jwt',
  phoneSecret: 'manchengo-phone-secret+jwt',
  key: 'manchengo-key+jwt',
} as const;

/** Keys of these kinds stand in the JWKS; their `kid` begins with it. Only a `token` key vouches for another. */
export type KeyPurpose = 'token' | 'qr' | 'enc';
export const kidPrefix = (purpose: KeyPurpose): string => `${purpose}-`;

/**
 * A key of GET /.well-known/jwks.json. `endorsement` is a JWS (`typ: manchengo-key+jwt`, claims KeyEndorsement) by an
 * older token key: whoever holds that one may believe this one. The first key of all has none.
 */
export type ServerKey = PublishedKey & { endorsement?: string };

/** How what HQ alone may read is encrypted to an `enc` key. */
export const SEALING_ALG = 'ECDH-ES+A256KW';
type SealingNumbers = Omit<Extract<ServerKeyNumbers, { kty: 'EC' }>, 'alg'> & { alg: typeof SEALING_ALG };

/** A key and what it is for: it verifies, or others encrypt to it. */
export type PublishedKey =
  | (ServerKeyNumbers & { kid: string; use: 'sig' })
  | (SealingNumbers & { kid: string; use: 'enc' });

/** What a key is for goes by its name alone. */
export function publishedKey(numbers: ServerKeyNumbers, kid: string): PublishedKey {
  if (numbers.kty !== 'EC' || !kid.startsWith(kidPrefix('enc'))) return { ...numbers, kid, use: 'sig' };
  return { ...numbers, alg: SEALING_ALG, kid, use: 'enc' };
}

/** What every reader may count on: keys of a kind that it does not know are passed over, not refused. */
export const NamedKeys = Type.Object({ keys: Type.Array(Type.Object({ kid: Type.String() })) });

/** What the server answers today: `serverKeyNumbers` knows what of it verifies. */
export const Jwks = Type.Object({
  keys: Type.Array(
    Type.Object({
      kty: Type.String(),
      crv: Type.String(),
      x: Type.String(),
      y: Type.Optional(Type.String()),
      alg: Type.String(),
      kid: Type.String(),
      /** (+) `enc`: others encrypt to it. Readers of before take every key for one that verifies, and this one signs nothing. */
      use: Type.Union([Type.Literal('sig'), Type.Literal('enc')]),
      endorsement: Type.Optional(Type.String()),
    }),
  ),
});

/** What verifies. New keys are of the first kind; the server once made those of the second, which many browsers cannot check. */
export type ServerKeyNumbers =
  | { kty: 'EC'; crv: 'P-256'; x: string; y: string; alg: 'ES256' }
  | { kty: 'OKP'; crv: 'Ed25519'; x: string; alg: 'EdDSA' };

export type SigningAlg = ServerKeyNumbers['alg'];
/** How the server's statements may be signed. */
export const SIGNING_ALGS: SigningAlg[] = ['ES256', 'EdDSA'];

/** The numbers of a public key of one of these kinds and nothing that came beside them, or null. */
export function serverKeyNumbers(jwk: { [member: string]: unknown }): ServerKeyNumbers | null {
  const { kty, crv, x, y } = jwk;
  if (typeof x !== 'string') return null;
  if (kty === 'EC' && crv === 'P-256' && typeof y === 'string') return { kty, crv, x, y, alg: 'ES256' };
  return kty === 'OKP' && crv === 'Ed25519' ? { kty, crv, x, alg: 'EdDSA' } : null;
}

/** What an older key says of a newer one. */
export interface KeyEndorsement {
  key: PublishedKey;
  /** Seconds. */
  iat: number;
}

/** The claims of a wipe order: a phone erases itself only for one that the server's keys vouch for. */
export const WipeOrder = Type.Object({ device_id: Type.String(), reason: Type.String(), iat: Type.Number() });
export type WipeOrder = Static<typeof WipeOrder>;

/** What a hub reports of revoked devices: whom it has handed the order, and whose order it has not heard yet. */
export const WipeReport = Type.Object({
  told: Type.Array(Type.Object({ device_id: Uuid, told_at: Time }), { maxItems: LIMITS.wipesPerReport }),
  orders_for: Type.Array(Uuid, { maxItems: LIMITS.wipesPerReport }),
});
export type WipeReport = Static<typeof WipeReport>;

export const WipeReportResponse = Type.Object({
  /** The signed orders that were asked for, of devices that are revoked. */
  wipe_orders: Type.Array(Type.String()),
});
export type WipeReportResponse = Static<typeof WipeReportResponse>;

/** What a revoked device is answered when it says that it has erased itself. */
export const WipedResponse = Type.Object({ wipe_state: WipeState });
export type WipedResponse = Static<typeof WipedResponse>;

/** The `why` in a hub's refusal where HQ has withdrawn it: no code and no waiting lets this one in again. */
export const HUB_REVOKED = 'HUB_REVOKED';
