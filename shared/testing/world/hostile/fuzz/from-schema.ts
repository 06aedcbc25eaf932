import fc from 'fast-check';
import { TIME_PATTERN, UUID_PATTERN } from '#shared/contract/scalars.ts';
import { hostileValue } from './hostile.ts';

/** As much of JSON Schema as the contract's schemas use. */
export interface Schema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  patternProperties?: Record<string, Schema>;
}

/** One leaf in so many is not what its schema asks for: most of a request is to get past the door. */
const GOOD_PER_HOSTILE = 9;
const HEX = fc.stringMatching(/^[0-9a-f]{64}$/);

/** Values of a schema, here and there with something else in the place of a leaf. `ids`: what there is, by its id. */
export function valuesOf(schema: Schema, ids: string[]): fc.Arbitrary<unknown> {
  return fc.oneof({ arbitrary: goodOf(schema, ids), weight: GOOD_PER_HOSTILE }, { arbitrary: hostileValue, weight: 1 });
}

function goodOf(schema: Schema, ids: string[]): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((option) => goodOf(option, ids)));
  switch (schema.type) {
    case 'object':
      return objectOf(schema, ids);
    case 'array':
      return fc.array(valuesOf(schema.items ?? {}, ids), { maxLength: 3 });
    case 'string':
      return textOf(schema, ids);
    case 'integer':
      return fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constantFrom(schema.minimum ?? 0, schema.maximum ?? 1_000));
    case 'number':
      return fc.constantFrom(schema.minimum ?? 0, 9, 19, schema.maximum ?? 1.5);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return hostileValue;
  }
}

function objectOf({ properties = {}, required = [] }: Schema, ids: string[]): fc.Arbitrary<unknown> {
  const members = Object.fromEntries(Object.entries(properties).map(([name, member]) => [name, valuesOf(member, ids)]));
  return fc.record(members, { requiredKeys: required });
}

function textOf({ pattern, minLength = 0, maxLength = 20 }: Schema, ids: string[]): fc.Arbitrary<string> {
  if (pattern === undefined) {
    const word = 'Épicerie Nour'.padEnd(minLength, 'x').slice(0, Math.max(minLength, maxLength));
    return fc.oneof(fc.constant(word), fc.string({ unit: 'binary', minLength, maxLength: Math.min(maxLength, 12) }));
  }
  if (pattern === TIME_PATTERN) return fc.constantFrom(...TIMES);
  if (pattern.includes(UUID_PATTERN.slice(1, 20))) return fc.constantFrom(...ids);
  if (pattern === '^[0-9a-f]{64}$') return HEX;
  // The patterns of days and words look ahead, which no generator can: one of what there is fits, or is refused.
  return pattern.includes('(?') || pattern.includes('12]')
    ? fc.constantFrom('2026-11-22', 'Mot')
    : fc.stringMatching(new RegExp(pattern, 'u'));
}

/** Moments at the ends of what can be written down, and one of now. */
const TIMES = [
  '0001-01-01T00:00:00.000Z',
  '1970-01-01T00:00:00.000Z',
  '2000-02-29T00:00:00.000Z',
  new Date().toISOString(),
  '9999-12-31T23:59:59.999Z',
];
