import Type, { type Static } from 'typebox';
import { Day, Id, Nullable, TextLine, Time, Uuid } from '../scalars.ts';

/** What of HQ's API a program may be let into, by the first part of an address below its prefix. */
const WRITABLE = [
  'clients',
  'deliveries',
  'depots',
  'invoices',
  'lots',
  'payments',
  'products',
  'stock',
  'tours',
  'users',
] as const;
const READABLE = [...WRITABLE, 'company', 'credit-notes', 'events'] as const;
export type ServiceResource = (typeof READABLE)[number];

/** What a key of one depot may write: all else belongs to several depots, or to the company. */
const WRITABLE_IN_A_DEPOT: readonly string[] = ['deliveries', 'lots', 'stock'];

/** Codes that open a person's account are handed out by people alone. */
const FOR_PEOPLE_ALONE: readonly string[] = ['POST /users/:id/reset-code', 'POST /users/:id/device-code'];

export type Scope = `${ServiceResource}:read` | `${(typeof WRITABLE)[number]}:write`;
export const SCOPES: readonly Scope[] = [
  ...READABLE.map((resource) => `${resource}:read` as const),
  ...WRITABLE.map((resource) => `${resource}:write` as const),
];
const ScopeName = Type.Unsafe<Scope>(Type.String({ enum: [...SCOPES] }));

/** The scopes that a key of one depot cannot have. */
export const COMPANY_WIDE_SCOPES: readonly Scope[] = SCOPES.filter((scope) => {
  const [resource = '', access] = scope.split(':');
  return access === 'write' && !WRITABLE_IN_A_DEPOT.includes(resource);
});

/** Whether these scopes allow a call, by its method and its address below the prefix: `POST /stock/counts`. Writing includes reading. */
export function scopesAllow(scopes: readonly string[], method: string, address: string): boolean {
  if (FOR_PEOPLE_ALONE.includes(`${method} ${address}`)) return false;
  const resource = address.split('/')[1] ?? '';
  const isReading = method === 'GET' || method === 'HEAD';
  return scopes.includes(`${resource}:write`) || (isReading && scopes.includes(`${resource}:read`));
}

/** What opens HQ's API to a program: never the key itself, which is shown once. */
export const ServiceAccount = Type.Object({
  id: Uuid,
  name: Type.String(),
  /** How the key begins: by this it is told apart from others. */
  key_prefix: Type.String(),
  scopes: Type.Array(Type.String()),
  /** The only depot that it sees; null: all. */
  depot_id: Nullable(Id),
  created_at: Time,
  /** In whose name it works. */
  created_by: Id,
  created_by_name: Type.String(),
  expires_at: Nullable(Time),
  last_used_at: Nullable(Time),
  revoked_at: Nullable(Time),
});
export type ServiceAccount = Static<typeof ServiceAccount>;

export const NewServiceAccount = Type.Object(
  {
    name: TextLine(200),
    scopes: Type.Array(ScopeName, { minItems: 1, maxItems: SCOPES.length, uniqueItems: true }),
    depot_id: Type.Optional(Nullable(Id)),
    /** The last day of the key; null: it has no end. */
    expires_on: Type.Optional(Nullable(Day)),
  },
  { additionalProperties: false },
);
export type NewServiceAccount = Static<typeof NewServiceAccount>;

/** The answer to making one: the key is shown this once. */
export const MadeServiceAccount = Type.Object({ account: ServiceAccount, key: Type.String() });
export type MadeServiceAccount = Static<typeof MadeServiceAccount>;
