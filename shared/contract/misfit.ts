import type { TSchema } from 'typebox';

/** Where a value does not fit, as a JSON pointer; null where it fits. */
export type Misfit = (value: unknown) => string | null;

/** `exact`: as a node answers. `reader`: names that are not known yet, of roles or states say, are text: see `reader`. */
export type Strictness = 'exact' | 'reader';

/** As much of JSON Schema as the contract's answers are written in. */
interface Schema {
  type?: string;
  const?: unknown;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  patternProperties?: Record<string, Schema>;
  items?: Schema;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
}

/** Members that say nothing of what fits. */
const SILENT = ['title', 'description', 'examples'];
const KNOWN: Record<string, readonly string[]> = {
  const: ['const', 'type'],
  anyOf: ['anyOf'],
  object: ['type', 'properties', 'required', 'patternProperties'],
  array: ['type', 'items', 'minItems', 'maxItems'],
  string: ['type', 'pattern', 'minLength', 'maxLength'],
  integer: ['type', 'minimum', 'maximum'],
  number: ['type', 'minimum', 'maximum'],
  boolean: ['type'],
  null: ['type'],
  any: [],
};
const ANY_NAME = '^.*$';

/**
 * A schema as nested functions. Unlike a compiler that writes source text it runs under the screens' content security
 * policy, and unlike an interpreter it is quick enough for a first load. Members that a schema does not name are left
 * alone. Throws where the schema uses what this does not know: nothing may be checked by half.
 */
export function misfitOf(schema: TSchema, strictness: Strictness = 'exact'): Misfit {
  return compiled(schema as Schema, strictness);
}

function compiled(schema: Schema, strictness: Strictness): Misfit {
  const kind = kindOf(schema);
  const unknown = Object.keys(schema).find((name) => !SILENT.includes(name) && !KNOWN[kind]?.includes(name));
  if (unknown !== undefined) throw new Error(`No answer of the contract is described by ${kind} with ${unknown}.`);
  switch (kind) {
    case 'const':
      return here((value) => value === schema.const);
    case 'anyOf':
      return oneOf(schema.anyOf ?? [], strictness);
    case 'object':
      return schema.patternProperties ? record(schema.patternProperties, strictness) : object(schema, strictness);
    case 'array':
      return array(schema, strictness);
    case 'string':
      return text(schema);
    case 'integer':
      return number(schema, Number.isInteger);
    case 'number':
      return number(schema, Number.isFinite);
    case 'boolean':
      return here((value) => typeof value === 'boolean');
    case 'null':
      return here((value) => value === null);
    default:
      return () => null;
  }
}

function kindOf(schema: Schema): string {
  if ('const' in schema) return 'const';
  if (schema.anyOf) return 'anyOf';
  if (schema.type === undefined) return 'any';
  if (Object.hasOwn(KNOWN, schema.type)) return schema.type;
  throw new Error(`No answer of the contract is described by ${schema.type}.`);
}

const here =
  (fits: (value: unknown) => boolean): Misfit =>
  (value) =>
    fits(value) ? null : '';

const isName = ({ const: value }: Schema): boolean => typeof value === 'string';

/** A choice among names is open to a reader, since a newer node may know more of them. */
function oneOf(choices: Schema[], strictness: Strictness): Misfit {
  const isOpen = strictness === 'reader' && choices.filter(isName).length > 1;
  const read = isOpen ? [{ type: 'string' }, ...choices.filter((choice) => !isName(choice))] : choices;
  const checks = read.map((choice) => compiled(choice, strictness));
  return (value) => {
    let closest = '';
    for (const check of checks) {
      const at = check(value);
      if (at === null) return null;
      if (at.length > closest.length) closest = at;
    }
    return closest;
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function object({ properties = {}, required = [] }: Schema, strictness: Strictness): Misfit {
  const members = Object.entries(properties).map(([name, schema]) => ({
    name,
    check: compiled(schema, strictness),
    isRequired: required.includes(name),
  }));
  return (value) => {
    if (!isObject(value)) return '';
    for (const { name, check, isRequired } of members) {
      const member = Object.hasOwn(value, name) ? value[name] : undefined;
      if (member === undefined && !isRequired) continue;
      const at = check(member);
      if (at !== null) return `/${name}${at}`;
    }
    return null;
  };
}

/** An object whose names are free. */
function record(patterns: Record<string, Schema>, strictness: Strictness): Misfit {
  const schema = patterns[ANY_NAME];
  if (schema === undefined || Object.keys(patterns).length > 1) throw new Error('A record is of any names here.');
  if (kindOf(schema) === 'any') return here(isObject);
  const check = compiled(schema, strictness);
  return (value) => {
    if (!isObject(value)) return '';
    for (const [name, member] of Object.entries(value)) {
      const at = check(member);
      if (at !== null) return `/${name}${at}`;
    }
    return null;
  };
}

function array({ items = {}, minItems = 0, maxItems = Number.POSITIVE_INFINITY }: Schema, mode: Strictness): Misfit {
  const check = compiled(items, mode);
  return (value) => {
    if (!Array.isArray(value) || value.length < minItems || value.length > maxItems) return '';
    for (let index = 0; index < value.length; index += 1) {
      const at = check(value[index]);
      if (at !== null) return `/${index}${at}`;
    }
    return null;
  };
}

function text({ pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY }: Schema): Misfit {
  const form = pattern === undefined ? null : new RegExp(pattern, 'u');
  return here((value) => {
    if (typeof value !== 'string' || (form !== null && !form.test(value))) return false;
    return (minLength === 0 || value.length >= minLength) && value.length <= maxLength;
  });
}

function number(
  { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY }: Schema,
  isKind: (value: unknown) => boolean,
): Misfit {
  return here((value) => isKind(value) && (value as number) >= minimum && (value as number) <= maximum);
}
