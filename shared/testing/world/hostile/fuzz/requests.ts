import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { HTTPMethods } from 'fastify';
import { CATALOGUE, SyncEvent } from '#shared/contract/events.ts';
import { PushEnvelope } from '#shared/contract/sync.ts';
import type { TestDevice } from '../../../test-device.ts';
import type { SeenRoute } from '../../route-spy.ts';
import { type Schema, valuesOf } from './from-schema.ts';
import { hostileHeaders, hostilePart, hostileText } from './hostile.ts';

/** One request as it is sent. */
export interface FuzzRequest {
  method: HTTPMethods;
  url: string;
  headers: Record<string, string>;
  payload?: Buffer;
}

/** What requests are made of besides their schemas. */
export interface Ground {
  /** Ids of what there is. */
  ids: string[];
  /** Who hands in, for events that are signed as they should be. */
  device: TestDevice;
}

/** Requests to a route, most of them nearly right. */
export function requestsTo({ method, path, schema }: SeenRoute, ground: Ground): fc.Arbitrary<FuzzRequest> {
  const { body, querystring } = (schema ?? {}) as { body?: Schema; querystring?: Schema };
  const hasBody = method === 'POST' || method === 'PUT';
  return fc
    .record({
      url: fc.tuple(addressOf(path, ground.ids), queryOf(querystring, ground.ids)).map((parts) => parts.join('')),
      headers: hostileHeaders,
      content: hasBody ? contentOf(path, body, ground) : fc.constant<Content | null>(null),
    })
    .map(({ url, headers, content }) => ({
      method: method as HTTPMethods,
      url,
      headers: { ...(content ? { 'content-type': content.type } : {}), ...headers },
      ...(content ? { payload: content.bytes } : {}),
    }));
}

const KINDS = ['products', 'clients', 'lots', 'deliveries'];

const addressOf = (path: string, ids: string[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      ...path.split('/').map((part) => {
        if (part === ':kind') return fc.oneof(fc.constantFrom(...KINDS), hostilePart);
        if (part.startsWith(':') || part.includes(':nth')) {
          return fc.oneof({ arbitrary: fc.constantFrom(...ids), weight: 2 }, { arbitrary: hostilePart, weight: 1 });
        }
        if (part === '*') return fc.oneof(hostilePart, fc.constantFrom('%61pi/x', 'x/../y', 'clients/1'));
        // The same letter, written otherwise.
        return fc.constantFrom(part, part, part, part, part, part.replace('a', '%61'));
      }),
    )
    .map((parts) => parts.join('/'));

function queryOf(schema: Schema | undefined, ids: string[]): fc.Arbitrary<string> {
  const names = Object.entries(schema?.properties ?? { x: { type: 'string' } });
  const parameters = names.map(([name, member]) =>
    fc.oneof(
      fc.constant(''),
      valuesOf(member, ids).map((value) => `${name}=${encodeURIComponent(String(value).toWellFormed())}`),
      hostilePart.map((part) => `${name}=${part}`),
    ),
  );
  return fc.tuple(...parameters).map((parts) => {
    const text = parts.filter(Boolean).join('&');
    return text === '' ? '' : `?${text}`;
  });
}

interface Content {
  type: string;
  bytes: Buffer;
}

const json = (text: string): Content => ({ type: 'application/json', bytes: Buffer.from(text, 'utf8') });

function contentOf(path: string, schema: Schema | undefined, ground: Ground): fc.Arbitrary<Content> {
  if (path.endsWith('/blobs/:sha256'))
    return hostileText.map((text) => ({ type: 'image/png', bytes: Buffer.from(text) }));
  if (path.endsWith('/import/:kind')) return csv(ground.ids);
  const good = path.endsWith('/push') ? pushes(ground) : values(schema, ground.ids).map(textOf);
  return fc.oneof({ arbitrary: good.map(json), weight: 12 }, { arbitrary: good.chain(bent), weight: 2 });
}

const values = (schema: Schema | undefined, ids: string[]) => valuesOf(schema ?? { type: 'object' }, ids);

/** What no JSON.stringify writes: halves of characters as escapes stand as they are. */
const textOf = (value: unknown): string => JSON.stringify(value) ?? 'null';

/** A good body, spoilt as a whole. */
const bent = (text: string): fc.Arbitrary<Content> =>
  fc.constantFrom<Content>(
    json(text.slice(0, -1)),
    json(''),
    json(`\ufeff${text}`),
    json(text.replace('{', '{"a":1,"a":2,')),
    json(text.replace('{', '{"__proto__":{"x":1},')),
    json(`${'['.repeat(20_000)}${']'.repeat(20_000)}`),
    json(text.replace(/"[^"]*"/, '"\\ud800"')),
    { type: 'application/json', bytes: Buffer.from(text.replace('{', '{"\u00e9":"\u00e9",'), 'latin1') },
    { type: 'application/json', bytes: gzipSync(text) },
    { type: 'application/x-www-form-urlencoded', bytes: Buffer.from('assertion=%ff&grant_type=%00') },
    { type: 'text/plain', bytes: Buffer.from(text) },
  );

const csv = (ids: string[]): fc.Arbitrary<Content> =>
  fc
    .tuple(
      fc.constantFrom(
        'code,name,unit,price_ht,tva_rate',
        'name,phone,address,tax_id,lat,lng,depot_ids',
        'depot_id,product_id,lot_number,produced_at,expires_at,quantity',
        'depot_id,driver_user_id,client_id,planned_for,product_id,quantity,unit_price_ht,tva_rate',
        'name,name',
      ),
      fc.array(fc.array(fc.oneof(hostileText, fc.constantFrom('1', '2026-11-22', 'A', ...ids)), { maxLength: 8 })),
    )
    .map(([header, rows]) => {
      const lines = rows.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','));
      return { type: 'text/csv', bytes: Buffer.from([header, ...lines].join('\n')) };
    });

const PAYLOADS = Object.entries(CATALOGUE).flatMap(([entity, actions]) =>
  Object.entries(actions).map(([action, schema]) => [entity, action, schema as Schema] as const),
);

/** Events of every kind in the catalogue, signed as they are: what gets past the door is what a store has to bear. */
function pushes({ ids, device }: Ground): fc.Arbitrary<string> {
  const events = fc
    .constantFrom(...PAYLOADS)
    .chain(([entity, action, schema]) => fc.tuple(fc.constant([entity, action] as const), valuesOf(schema, ids)))
    .chain(([[entity_type, action], payload]) =>
      fc.record({ over: overEvent(ids), id: fc.constantFrom(...ids) }).map(({ over, id }) => {
        const saying = { entity_type, entity_id: id, action, payload: payload as Record<string, unknown> };
        return sealed(device, { ...saying, ...over });
      }),
    );
  return fc
    .record({ events: fc.array(events, { minLength: 1, maxLength: 4 }), over: overEnvelope(ids) })
    .map(({ events, over }) => textOf({ ...device.pushBody(events), ...over }));
}

/** Now and then one member of its own. */
const oneOf = (schema: Schema, ids: string[]): fc.Arbitrary<Record<string, unknown>> =>
  fc.oneof(
    { arbitrary: fc.constant({}), weight: 3 },
    {
      arbitrary: fc
        .constantFrom(...Object.entries(schema.properties ?? {}))
        .chain(([name, member]) => valuesOf(member, ids).map((value) => ({ [name]: value }))),
      weight: 1,
    },
  );
const overEvent = (ids: string[]) => oneOf(SyncEvent as Schema, ids);
const overEnvelope = (ids: string[]) => oneOf(PushEnvelope as Schema, ids);

function sealed(device: TestDevice, saying: Parameters<TestDevice['say']>[0]): unknown {
  try {
    return device.say(saying);
  } catch {
    // What has no canonical text has no checksum: it goes as it is.
    return saying;
  }
}
