/**
 * What a phone carries in place of typebox (see `mobile-pwa/vite.config.ts`): the builders with which the wire's schemas are
 * written, and nothing that judges a value, which `misfitOf` does. Each gives the same JSON Schema as typebox's own; a
 * test compares every schema of the contract. A builder that is missing here stops the phone's build.
 */

type Options = Record<string, unknown>;
/** Whether a member may be absent is said of its schema, where no copy as JSON shows it. */
const OPTIONAL = Symbol('optional');

interface Schema extends Options {
  [OPTIONAL]?: true;
}
interface ObjectSchema extends Schema {
  properties: Record<string, Schema>;
}

const typed =
  (type: string) =>
  (options: Options = {}): Schema => ({ type, ...options });

const JSON_TYPES: Record<string, string> = { string: 'string', number: 'number', boolean: 'boolean' };

function object(properties: Record<string, Schema>, options: Options = {}): ObjectSchema {
  const required = Object.keys(properties).filter((name) => properties[name]?.[OPTIONAL] !== true);
  return { type: 'object', ...(required.length > 0 ? { required } : {}), properties, ...options };
}

const membersOf = (schema: ObjectSchema, takes: (name: string) => boolean): ObjectSchema['properties'] =>
  Object.fromEntries(Object.entries(schema.properties).filter(([name]) => takes(name)));

const optional = (schema: Schema): Schema => ({ ...schema, [OPTIONAL]: true });

const builders = {
  String: typed('string'),
  Integer: typed('integer'),
  Number: typed('number'),
  Boolean: typed('boolean'),
  Null: typed('null'),
  Unknown: (options: Options = {}): Schema => ({ ...options }),
  Literal: (value: string | number | boolean): Schema => ({ type: JSON_TYPES[typeof value], const: value }),
  Array: (items: Schema, options: Options = {}): Schema => ({ type: 'array', items, ...options }),
  Union: (anyOf: Schema[], options: Options = {}): Schema => ({ anyOf, ...options }),
  Record: (_names: Schema, value: Schema): Schema => ({ type: 'object', patternProperties: { '^.*$': value } }),
  Object: object,
  Optional: optional,
  Unsafe: (schema: Schema): Schema => schema,
  Pick: (schema: ObjectSchema, names: string[]) => object(membersOf(schema, (name) => names.includes(name))),
  Omit: (schema: ObjectSchema, names: string[]) => object(membersOf(schema, (name) => !names.includes(name))),
  Partial: (schema: ObjectSchema, options: Options = {}) =>
    object(
      Object.fromEntries(Object.entries(schema.properties).map(([name, member]) => [name, optional(member)])),
      options,
    ),
};

export default builders;
