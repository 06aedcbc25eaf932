import type { FastifyRequest } from 'fastify';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { normaliseText } from '#shared/domain/text.ts';
import type { Queryable } from '../../store/database.ts';
import type { Named } from './external-ids.ts';

/** How an ERP writes its own name of a thing where an id belongs. */
const PREFIX = 'ext:';

/** Which members and parameters name a thing of which kind. */
const KINDS: Readonly<Record<string, Named>> = {
  depot_id: 'depots',
  depot_ids: 'depots',
  to_depot_id: 'depots',
  driver_user_id: 'users',
  user_id: 'users',
  client_id: 'clients',
  product_id: 'products',
  product_ids: 'products',
  delivery_id: 'deliveries',
  delivery_ids: 'deliveries',
  lot_id: 'lots',
};

/** What each kind is called where there is none of that name. */
const CALLED = {
  depots: 'depot',
  users: 'user',
  products: 'product',
  clients: 'client',
  lots: 'lot',
  deliveries: 'delivery',
} as const satisfies Record<Named, string>;
const NAMES = Object.keys(CALLED) as Named[];
const NUMBERED: readonly Named[] = ['depots', 'users', 'products'];

/** A place in a request where an ERP's name stands. */
interface Reference {
  kind: Named;
  name: string;
  set(id: string): void;
}

/**
 * Puts ids where a request says `ext:` and the ERP's own name: in the address, in its parameters, and in the body at any
 * depth. It is done before anything is judged, so that each rule sees ids alone. 404 for a name that nothing bears.
 */
export async function resolveExternal(
  database: Queryable,
  request: Pick<FastifyRequest, 'params' | 'query' | 'body'> & { routeOptions: { url?: string | undefined } },
): Promise<Result<null, RequestError>> {
  const references = [
    ...inAddress(request.routeOptions.url ?? '', request.params as Record<string, string>),
    ...inMembers(request.query, false),
    ...inMembers(request.body, true),
  ];
  if (references.length === 0) return ok(null);
  const wanted = NAMES.map((kind) => references.flatMap(({ kind: of, name }) => (of === kind ? [name] : [])));
  const { rows } = await database.query<{ kind: Named; external_id: string; id: string }>(
    `SELECT 'depots' AS kind, external_id, id::text FROM depots WHERE external_id = ANY ($1::text[])
     UNION ALL SELECT 'users', external_id, id::text FROM users WHERE external_id = ANY ($2::text[])
     UNION ALL SELECT 'products', external_id, id::text FROM products WHERE external_id = ANY ($3::text[])
     UNION ALL SELECT 'clients', external_id, id::text FROM clients WHERE external_id = ANY ($4::text[])
     UNION ALL SELECT 'lots', external_id, id::text FROM lots WHERE external_id = ANY ($5::text[])
     UNION ALL SELECT 'deliveries', external_id, id::text FROM deliveries WHERE external_id = ANY ($6::text[])`,
    wanted,
  );
  const known = new Map(rows.map(({ kind, external_id, id }) => [`${kind} ${external_id}`, id]));
  for (const { kind, name, set } of references) {
    const id = known.get(`${kind} ${name}`);
    if (id === undefined) return refuse('NOT_FOUND', `There is no ${CALLED[kind]} ${PREFIX}${name}.`);
    set(id);
  }
  return ok(null);
}

/** `/clients/:id`: the first part of the address says of what kind the id is. */
function inAddress(url: string, params: Record<string, string>): Reference[] {
  const [, resource = ''] = /\/admin\/([\w-]+)\/:id/.exec(url) ?? [];
  const kind = NAMES.find((each) => each === resource);
  const name = nameIn(params.id);
  if (kind === undefined || name === null) return [];
  return [{ kind, name, set: (id) => Object.assign(params, { id }) }];
}

function inMembers(value: unknown, isTyped: boolean): Reference[] {
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap((each) => inMembers(each, isTyped));
  const members = value as Record<string, unknown>;
  return Object.entries(members).flatMap(([member, held]) => {
    const kind = KINDS[member];
    if (kind === undefined) return inMembers(held, isTyped);
    const typed = (id: string) => (isTyped && NUMBERED.includes(kind) ? Number(id) : id);
    const places: unknown[] = Array.isArray(held) ? held : [held];
    return places.flatMap((place, index): Reference[] => {
      const name = nameIn(place);
      if (name === null) return [];
      const set = (id: string) => {
        if (Array.isArray(held)) held[index] = typed(id);
        else members[member] = typed(id);
      };
      return [{ kind, name, set }];
    });
  });
}

const nameIn = (value: unknown): string | null =>
  typeof value === 'string' && value.startsWith(PREFIX) ? normaliseText(value.slice(PREFIX.length)) : null;
