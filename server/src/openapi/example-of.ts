import type { TSchema } from 'typebox';
import { FORMS, SAMPLES, SAMPLES_OF } from './samples.ts';

interface Shape {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Shape[];
  properties?: Record<string, Shape>;
  patternProperties?: Record<string, Shape>;
  items?: Shape;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
}

/** Where a member stands: its own name, and the part of the API whose thing it belongs to. */
interface Place {
  name: string;
  part: string;
}

/** An example that a schema takes, each member with what such a one holds; `part`: `invoices`, `users`. */
export const exampleOf = (schema: TSchema, part: string): unknown => sampleFor(schema as Shape, { name: '', part });

function sampleFor(schema: Shape, place: Place): unknown {
  if ('const' in schema) return schema.const;
  if (schema.enum) return sampleOf(place, (value) => schema.enum?.includes(value) ?? false) ?? schema.enum[0];
  // An object's own is about which of its members there have to be, and an example has them all.
  if (schema.anyOf && schema.type === undefined) return choiceOf(schema.anyOf, place);
  switch (schema.type) {
    case 'object':
      return objectOf(schema, place);
    case 'array':
      return listOf(schema, place);
    case 'null':
      return null;
    case 'boolean':
      return true;
    case 'string':
      return textOf(schema, place);
    case 'integer':
    case 'number':
      return sampleOf(place, (value) => isNumber(schema, value)) ?? numberOf(schema);
    default:
      return sampleOf(place, () => true) ?? {};
  }
}

/** Of several forms the one that the member's own sample has; else the first that is not null. */
function choiceOf(choices: Shape[], place: Place): unknown {
  const sampled = sampleOf(place, (value) => choices.some((choice) => takes(choice, value)));
  if (sampled !== undefined) return sampled;
  return sampleFor(choices.find(({ type }) => type !== 'null') ?? {}, place);
}

function takes(schema: Shape, value: unknown): boolean {
  if ('const' in schema) return schema.const === value;
  if (schema.type === 'null') return value === null;
  if (schema.type === 'string') return isText(schema, value);
  if (schema.type === 'integer' || schema.type === 'number') return isNumber(schema, value);
  return false;
}

function objectOf({ properties = {}, patternProperties }: Shape, { name, part }: Place): unknown {
  if (patternProperties) {
    const [member = {}] = Object.values(patternProperties);
    return {
      [name === 'sums' ? 'total_ttc' : 'name']: sampleFor(member, {
        name: name === 'sums' ? 'total_ttc' : 'name',
        part,
      }),
    };
  }
  return Object.fromEntries(
    Object.entries(properties).map(([member, schema]) => [member, sampleFor(schema, { name: member, part })]),
  );
}

/** One item, or as few as there have to be: of a range, its two ends. */
function listOf({ items = {}, minItems = 1 }: Shape, place: Place): unknown[] {
  if (items.type === 'integer' && minItems > 1) return Array.from({ length: minItems }, (_, index) => index + 1);
  return Array.from({ length: Math.max(minItems, 1) }, () => sampleFor(items, place));
}

function textOf(schema: Shape, place: Place): string {
  const found = sampleOf(place, (value) => isText(schema, value)) ?? FORMS.find((form) => isText(schema, form));
  if (typeof found === 'string' && (schema.pattern || place.name in SAMPLES || place.name.endsWith('_at')))
    return found;
  throw new Error(
    `No example is known of ${place.part} ${place.name}, ${JSON.stringify(schema)}: add one to samples.ts`,
  );
}

function sampleOf({ name, part }: Place, isGood: (value: unknown) => boolean): unknown {
  return [...(SAMPLES_OF[part]?.[name] ?? []), ...(SAMPLES[name] ?? [])].find(isGood);
}

const numberOf = ({ minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: Shape): number =>
  Math.max(minimum, Math.min(1, maximum));

const isText = ({ pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY }: Shape, value: unknown): boolean =>
  typeof value === 'string' &&
  value.length >= minLength &&
  value.length <= maxLength &&
  (pattern === undefined || new RegExp(pattern, 'u').test(value));

const isNumber = (
  { type, minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY }: Shape,
  value: unknown,
): boolean =>
  typeof value === 'number' && value >= minimum && value <= maximum && (type === 'number' || Number.isInteger(value));
