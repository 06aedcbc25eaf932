import Type, { type TSchema } from 'typebox';
import { type ErrorHelp, REQUEST_HELP } from '#shared/contract/error-help.ts';
import { Problem, REQUEST_ERRORS, type RequestErrorCode } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import type { Call } from './calls.ts';
import { exampleOf } from './example-of.ts';
import { refusalsOf } from './refusals.ts';

export interface Operation {
  /** By which generators name a call: `postDeliveriesByIdCancel`. */
  operationId: string;
  summary: string;
  tags: [string];
  security?: object[];
  parameters?: { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: TSchema }[];
  requestBody?: { required: boolean; content: Content };
  responses: Record<string, { description: string; content?: Content }>;
}

const IdempotencyKey = Type.String({ minLength: 1, maxLength: LIMITS.idempotencyKeyChars });
/** `examples`: of an answer that refuses, one for each code. */
export type Content = Record<string, { schema?: unknown; example?: unknown; examples?: Record<string, Reference> }>;
interface Reference {
  $ref: string;
}
/** A code's own example: what it means, what the operator does, and the answer itself. */
interface CodeExample {
  summary: string;
  description: string;
  value: Problem;
}

/** An OpenAPI 3.1 document: as much of it as is written here. */
export interface OpenApi {
  openapi: '3.1.0';
  info: { title: string; version: string; description: string };
  tags: { name: string }[];
  components: { securitySchemes: object; schemas: { Problem: TSchema }; examples: Record<string, CodeExample> };
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
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Problem },
      examples: Object.fromEntries(Object.entries(REQUEST_HELP).map(([code, help]) => [code, codeExample(code, help)])),
    },
    paths,
  };
}

function operationOf(call: Call): Operation {
  const { method, path, schema, text } = call;
  const parameters = [
    ...parametersOf(schema.params, 'path'),
    ...parametersOf(schema.querystring, 'query'),
    ...headersOf(method, path),
  ];
  return {
    operationId: operationId(method, path),
    summary: text.summary,
    tags: [TAGS.find(([, prefix]) => path.startsWith(prefix))?.[0] ?? ''],
    security: text.isOpen ? [] : [{ token: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...requestOf(call),
    responses: { ...answersOf(call), ...refusedAs(refusalsOf(call)) },
  };
}

/** `POST /api/admin/deliveries/:id/cancel` is `postAdminDeliveriesByIdCancel`. */
function operationId(method: string, path: string): string {
  const words = path
    .replaceAll(/:(\w+)/g, 'by-$1')
    .split(/\W+/)
    .filter((word) => word !== '' && word !== 'api');
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** The thing of which a call's examples are: `invoices`. */
const partOf = (path: string): string => path.split('/').find((part) => !['', 'api', 'admin'].includes(part)) ?? '';

function requestOf({ path, schema, text }: Call): Pick<Operation, 'requestBody'> {
  const { type, schema: body } = text.body ?? { type: 'application/json', schema: schema.body as TSchema | undefined };
  if (body === undefined) return {};
  const example = text.body?.example ?? (type === 'application/json' ? exampleOf(body, partOf(path)) : undefined);
  const content = { [type]: { schema: body, ...(example !== undefined && { example }) } };
  return { requestBody: { required: true, content } };
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

function answersOf({ path, schema, text: { answers } }: Call): Operation['responses'] {
  const good = Object.entries((schema.response ?? {}) as Record<string, TSchema>).map(([status, answer]) => {
    const example = exampleOf(answer, partOf(path));
    const content = status === '204' ? {} : { content: { 'application/json': { schema: answer, example } } };
    return [status, { description: 'Done', ...content }] as const;
  });
  const other = answers === undefined ? [] : [['200', { description: `Done: ${answers}` }] as const];
  return Object.fromEntries([...other, ...good]);
}

const PROBLEM = { $ref: '#/components/schemas/Problem' };

/** The codes with which a call is refused, by their status. */
function refusedAs(codes: readonly RequestErrorCode[]): Operation['responses'] {
  const byStatus = Map.groupBy(codes, (code) => String(REQUEST_ERRORS[code]));
  const refused = [...byStatus].map(([status, some]) => {
    const examples = Object.fromEntries(some.map((code) => [code, { $ref: `#/components/examples/${code}` }]));
    const description = some.map((code) => `${code}: ${REQUEST_HELP[code].title}`).join('. ');
    return [status, { description, content: { 'application/problem+json': { schema: PROBLEM, examples } } }];
  });
  const other = { description: 'Refused', content: { 'application/problem+json': { schema: PROBLEM } } };
  return { ...Object.fromEntries(refused), default: other };
}

function codeExample(code: string, { title, operator }: ErrorHelp): CodeExample {
  const status = REQUEST_ERRORS[code as RequestErrorCode];
  return { summary: title, description: operator, value: { type: 'about:blank', title, status, code } };
}
