import type { FastifySchema } from 'fastify';
import Type, { type TSchema } from 'typebox';
import { Problem } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { CallText } from './calls.ts';

/** A call as the app has registered it. */
export interface Call {
  method: string;
  /** As Fastify writes it: `/:id`. */
  path: string;
  schema: FastifySchema;
  text: CallText;
}

export interface Operation {
  summary: string;
  tags: [string];
  security?: object[];
  parameters?: { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: TSchema }[];
  requestBody?: { required: boolean; content: Content };
  responses: Record<string, { description: string; content?: Content }>;
}
const IdempotencyKey = Type.String({ minLength: 1, maxLength: LIMITS.idempotencyKeyChars });
type Content = Record<string, { schema?: unknown }>;

/** An OpenAPI 3.1 document: as much of it as is written here. */
export interface OpenApi {
  openapi: '3.1.0';
  info: { title: string; version: string; description: string };
  tags: { name: string }[];
  components: { securitySchemes: object };
  paths: Record<string, Record<string, Operation>>;
}

/** The parts of the API, by the beginning of their addresses; the first that fits counts. */
const TAGS: [name: string, prefix: string][] = [
  ['Sync', '/api/sync'],
  ['Sign-in', '/api/auth'],
  ['HQ', '/api/admin'],
  ['Hubs', '/api/hubs'],
  ['Nodes', '/api/'],
  ['Keys', '/.well-known'],
  ['Probes', '/'],
];

const DESCRIPTION =
  'Every answer is checked against these schemas in every test. Members that a schema does not name may be added at any time.';

/** The routes' TypeBox schemas are JSON Schema, which is what OpenAPI 3.1 describes bodies with: they stand here as they are. */
export function openApi(calls: Call[], version: string): OpenApi {
  const paths: OpenApi['paths'] = {};
  for (const call of calls) {
    const path = call.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [call.method.toLowerCase()]: operationOf(call) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Manchengo Hub', version, description: DESCRIPTION },
    tags: TAGS.map(([name]) => ({ name })),
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    paths,
  };
}

function operationOf({ method, path, schema, text }: Call): Operation {
  const parameters = [
    ...parametersOf(schema.params, 'path'),
    ...parametersOf(schema.querystring, 'query'),
    ...headersOf(method, path),
  ];
  const body = text.body ?? (schema.body ? { type: 'application/json', schema: schema.body } : null);
  return {
    summary: text.summary,
    tags: [TAGS.find(([, prefix]) => path.startsWith(prefix))?.[0] ?? ''],
    security: text.isOpen ? [] : [{ token: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: { [body.type]: { schema: body.schema } } } } : {}),
    responses: responsesOf(schema, text),
  };
}

/** What HQ's API reads beside a body: see `repeatableOf` and `checkIfMatch`. */
function headersOf(method: string, path: string) {
  if (!path.startsWith('/api/admin/') || method === 'GET') return [];
  const repeat = { name: 'Idempotency-Key', in: 'header' as const, required: false, schema: IdempotencyKey };
  const match = { name: 'If-Match', in: 'header' as const, required: true, schema: Type.String() };
  return method === 'PATCH' ? [match, repeat] : [repeat];
}

function parametersOf(schema: unknown, place: 'path' | 'query') {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    properties?: Record<string, TSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, described]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: described,
  }));
}

function responsesOf({ response }: FastifySchema, { answers }: CallText): Operation['responses'] {
  const good = Object.entries((response ?? {}) as Record<string, TSchema>).map(([status, schema]) => {
    const content = status === '204' ? {} : { content: { 'application/json': { schema } } };
    return [status, { description: 'Done', ...content }] as const;
  });
  const other = answers === undefined ? [] : [['200', { description: `Done: ${answers}` }] as const];
  const problem = { description: 'Refused', content: { 'application/problem+json': { schema: Problem } } };
  return { ...Object.fromEntries([...other, ...good]), default: problem };
}
