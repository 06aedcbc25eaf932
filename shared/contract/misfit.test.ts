import fc from 'fast-check';
import Type, { type TSchema } from 'typebox';
import { Check } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { Client, Delivery, Device, User } from './entities.ts';
import { misfitOf } from './misfit.ts';
import { reader } from './reader.ts';
import { Nullable, Time, Uuid } from './scalars.ts';
import { PullResponse, StatusResponse } from './sync.ts';

const Small = Type.Object({
  id: Uuid,
  at: Nullable(Time),
  kind: Type.Union([Type.Literal('A'), Type.Literal('B')]),
  count: Type.Integer({ minimum: 0, maximum: 3 }),
  note: Type.Optional(Type.String({ minLength: 1, maxLength: 2 })),
  ranges: Type.Array(Type.Array(Type.Integer(), { minItems: 2, maxItems: 2 })),
  free: Type.Record(Type.String(), Type.Unknown()),
});
const fitting = {
  id: '0198f1d2-1111-7222-8333-444455556666',
  at: null,
  kind: 'A',
  count: 3,
  ranges: [[1, 2]],
  free: { a: 1 },
};
const misfit = misfitOf(Small);

describe('[WIRE-1] where an answer does not fit', () => {
  it.each([
    [{}, null],
    [{ unknown: 1 }, null],
    [{ note: undefined }, null],
    [{ id: 'x' }, '/id'],
    [{ at: '2026-02-30T00:00:00.000Z' }, '/at'],
    [{ kind: 'C' }, '/kind'],
    [{ count: 4 }, '/count'],
    [{ count: 1.5 }, '/count'],
    [{ note: '' }, '/note'],
    [{ note: 'abc' }, '/note'],
    [{ ranges: [[1, 2], [3]] }, '/ranges/1'],
    [{ ranges: [[1, '2']] }, '/ranges/0/1'],
    [{ free: [] }, '/free'],
  ])('%j is said at %s', (members, at) => {
    expect(misfit({ ...fitting, ...members })).toBe(at);
  });

  it('a member that is missing is named, and so is a whole that is none', () => {
    const { count: _count, ...rest } = fitting;
    expect(misfit(rest)).toBe('/count');
    expect([misfit(null), misfit([]), misfit('x')]).toEqual(['', '', '']);
  });

  it('a schema that it does not know is not checked by half', () => {
    expect(() => misfitOf(Type.Object({}, { additionalProperties: false }))).toThrow('additionalProperties');
    expect(() => misfitOf(Type.Array(Type.String(), { uniqueItems: true }))).toThrow('uniqueItems');
    expect(() => misfitOf(Type.BigInt() as TSchema)).toThrow('bigint');
  });

  it.each([
    ['User', User],
    ['Client', Client],
    ['Delivery', Delivery],
    ['Device', Device],
    ['PullResponse', PullResponse],
    ['StatusResponse', StatusResponse],
    ['Small', Small],
  ])('it judges %s as TypeBox does, whatever comes', (_name, schema) => {
    const check = misfitOf(schema);
    fc.assert(
      fc.property(likely(schema), (value) => {
        expect(check(value) === null).toBe(Check(schema, value));
      }),
      { numRuns: 300 },
    );
  });
});

describe('[WIRE-2] a reader', () => {
  const read = reader(Small);

  it('gives what fits, with members that it does not know', () => {
    expect(read({ ...fitting, newer: true })).toEqual({ ok: true, value: { ...fitting, newer: true } });
  });

  it('takes a name that a newer node has added, and nothing that is no name', () => {
    expect(read({ ...fitting, kind: 'C' }).ok).toBe(true);
    expect(read({ ...fitting, kind: 7 })).toEqual({ ok: false, error: '/kind' });
  });

  it('says where a body does not fit', () => {
    expect(read({ ...fitting, count: -1 })).toEqual({ ok: false, error: '/count' });
    expect(read(null)).toEqual({ ok: false, error: '/' });
  });
});

/** Values of a schema, and values that miss it at some place. */
function likely(schema: TSchema): fc.Arbitrary<unknown> {
  const wrong = fc.oneof(fc.constant(null), fc.constant(undefined), fc.string(), fc.integer(), fc.constant([]));
  const right = arbitraryOf(schema as unknown as Described);
  return fc.oneof({ weight: 20, arbitrary: right }, { weight: 1, arbitrary: wrong });
}

interface Described {
  type?: string;
  const?: unknown;
  anyOf?: TSchema[];
  properties?: Record<string, TSchema>;
  items?: TSchema;
}

function arbitraryOf({ type, anyOf, properties, items, ...schema }: Described): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const);
  if (anyOf) return fc.oneof(...anyOf.map(likely));
  if (type === 'object' && properties) {
    return fc.record(Object.fromEntries(Object.entries(properties).map(([name, member]) => [name, likely(member)])));
  }
  if (type === 'object') return fc.dictionary(fc.string(), fc.anything());
  if (type === 'array' && items) return fc.array(likely(items), { maxLength: 3 });
  if (type === 'string') return fc.constantFrom(fitting.id, '2026-11-30T05:00:00.000Z', 'Épicerie', '');
  if (type === 'integer' || type === 'number') return fc.oneof(fc.nat({ max: 9 }), fc.double(), fc.maxSafeInteger());
  return type === 'boolean' ? fc.boolean() : fc.constant(null);
}
