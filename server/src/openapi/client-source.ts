import type { TSchema } from 'typebox';
import type { Call } from './calls.ts';

/** An exported schema, or a member of an exported table of schemas, by which generated code names it. */
export interface Named {
  module: string;
  name: string;
  /** `HQ_ITEMS.clients` is a member of `HQ_ITEMS`. */
  member?: string;
}
export type Names = ReadonlyMap<unknown, Named>;

const PREFIX = '/api/admin';
const HEAD = '// Made by `npm run client` from the routes that the server registers: change those, not this.\n';
const ANSWER_TYPES = `/** A call of HQ's API: \`POST /deliveries/:id/cancel\`. */
export type HqCall = keyof typeof HQ_ANSWERS;
export type HqAnswer<C extends HqCall> = Static<(typeof HQ_ANSWERS)[C]>;
`;
/** What holds `pageOf`. */
const LISTS = '#shared/contract/hq/lists.ts';

/** HQ's calls with a JSON answer, in the order of their addresses: those of the console's client. */
const callsOfHq = (calls: readonly Call[]): Call[] =>
  calls
    .filter(({ path, text }) => path.startsWith(`${PREFIX}/`) && text.answers === undefined)
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));

const keyOf = ({ method, path }: Call): string => `${method} ${path.slice(PREFIX.length)}`;

/** A module that says what each of HQ's calls takes: types alone. */
export function inputsSource(calls: readonly Call[], names: Names): string {
  const used = new Imports(names);
  const rows = callsOfHq(calls)
    .map((call) => ({ key: keyOf(call), members: inputOf(call, used) }))
    .filter(({ members }) => members.length > 0)
    .map(({ key, members }) => `  '${key}': { ${members.join('; ')} };`);
  const body = `export interface HqInputs {\n${rows.join('\n')}\n}\n`;
  const staticType = body.includes('Static<') ? "import type { Static } from 'typebox';\n" : '';
  return `${HEAD}${staticType}${used.lines('import type')}\n/** What each call of HQ takes beside its address, by its method and address below \`${PREFIX}\`. */\n${body}`;
}

/** A module with the schema of each call's answer. */
export function answersSource(calls: readonly Call[], names: Names): string {
  const used = new Imports(names);
  const rows = callsOfHq(calls).map((call) => `  '${keyOf(call)}': ${answerOf(call, used)},`);
  const table = `export const HQ_ANSWERS = {\n${rows.join('\n')}\n} as const;\n`;
  const body = `${table}\n${ANSWER_TYPES}`;
  const union = body.includes('Type.Union') ? 'Type, ' : '';
  return `${HEAD}import ${union}{ type Static } from 'typebox';\n${used.lines('import')}\n/** What each call of HQ answers, by its method and address below \`${PREFIX}\`. */\n${body}`;
}

function inputOf({ schema, text }: Call, used: Imports): string[] {
  const query = Object.keys((schema.querystring as { properties?: object } | undefined)?.properties ?? {});
  const body = text.body ? 'Uint8Array' : schema.body ? typeOf(schema.body as TSchema, used) : null;
  return [
    ...(query.length > 0 ? [`query: ${query.map((name) => `'${name}'`).join(' | ')}`] : []),
    ...(body === null ? [] : [`body: ${body}`]),
  ];
}

function answerOf(call: Call, used: Imports): string {
  const answers = Object.entries((call.schema.response ?? {}) as Record<string, TSchema>)
    .filter(([status]) => status.startsWith('2'))
    .map(([, schema]) => answerName(schema, used) ?? unnamed(call));
  return answers.length === 1 ? (answers[0] ?? unnamed(call)) : `Type.Union([${answers.join(', ')}])`;
}

function answerName(schema: TSchema, used: Imports): string | null {
  const row = (schema as { properties?: { items?: { items?: TSchema } } }).properties?.items?.items;
  const named = used.nameOf(schema);
  if (named !== null) return named;
  const rowName = used.nameOf(row);
  return rowName === null ? null : `${used.take({ module: LISTS, name: 'pageOf' })}(${rowName})`;
}

function unnamed(call: Call): never {
  throw new Error(`The answer of ${keyOf(call)} has no name in shared/contract.`);
}

const SCALARS: Record<string, string> = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  null: 'null',
};

interface Shape {
  type?: string;
  const?: unknown;
  anyOf?: TSchema[];
  properties?: Record<string, TSchema>;
  required?: string[];
  items?: TSchema;
}

/** A schema as a type: by its name in the contract, else what it is made of. */
function typeOf(schema: TSchema, used: Imports): string {
  const named = used.nameOf(schema);
  if (named !== null) return `Static<typeof ${named}>`;
  const { type = '', anyOf, items, properties, ...shape } = schema as Shape;
  if ('const' in shape) return JSON.stringify(shape.const);
  if (anyOf) return anyOf.map((choice) => typeOf(choice, used)).join(' | ');
  if (items) return `(${typeOf(items, used)})[]`;
  if (properties) return objectType(properties, shape.required ?? [], used);
  const scalar = SCALARS[type];
  if (scalar === undefined) throw new Error(`No type is known for ${JSON.stringify(schema)}`);
  return scalar;
}

function objectType(properties: Record<string, TSchema>, required: string[], used: Imports): string {
  const members = Object.entries(properties).map(
    ([name, member]) => `${name}${required.includes(name) ? '' : '?'}: ${typeOf(member, used)}`,
  );
  return members.length === 0 ? 'Record<string, never>' : `{ ${members.join('; ')} }`;
}

/** The names that a module needs, each once. */
class Imports {
  readonly #names: Names;
  readonly #taken = new Map<string, Set<string>>();

  constructor(names: Names) {
    this.#names = names;
  }

  nameOf(schema: unknown): string | null {
    const named = this.#names.get(schema);
    return named === undefined ? null : this.take(named);
  }

  take({ module, name, member }: Named): string {
    this.#taken.set(module, (this.#taken.get(module) ?? new Set()).add(name));
    return member === undefined ? name : `${name}[${JSON.stringify(member).replaceAll('"', "'")}]`;
  }

  lines(keyword: 'import' | 'import type'): string {
    const modules = [...this.#taken].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return modules
      .map(([module, names]) => `${keyword} { ${[...names].toSorted().join(', ')} } from '${module}';\n`)
      .join('');
  }
}
