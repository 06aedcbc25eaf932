import fc from 'fast-check';

/** Texts that have broken parsers, columns, calendars and patterns before, here or elsewhere. */
const TEXTS = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  'b\udc00c',
  '\ufeff',
  '\u202etxt',
  '0000-01-01T00:00:00.000Z',
  '0001-01-01T00:00:00.000+23:59',
  '9999-12-31T23:59:59-23:59',
  '9999-12-31T23:59:59.999Z',
  '2026-02-30T00:00:00.000Z',
  '+275760-09-13T00:00:00.000Z',
  '0000-01-01',
  '9999-99-99',
  '0~abc~a.1',
  '0~9999999999~a.1',
  '2~00000000-0000-0000-0000-00000000000~a.1',
  'a.9999999999999999',
  'a.99999999999999999999',
  Buffer.from('["\\u0000","\\u0000","\\u0000"]').toString('base64url'),
  Buffer.from('["9999999999999999999"]').toString('base64url'),
  Buffer.from('["NaN","x"]').toString('base64url'),
  'bnVsbA',
  '-1',
  '0',
  '1e400',
  '2147483648',
  '99999999999999999999',
  'NaN',
  'null',
  '__proto__',
  'constructor',
  "' OR 1=1 --",
  '\\',
  '%',
  '../../etc/passwd',
  '00000000-0000-0000-0000-000000000000',
  'MCG1.x.y.z',
  '=1+1',
  'x'.repeat(300),
  'é'.repeat(2_100),
];

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: fc.constantFrom(...TEXTS), weight: 4 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 12 }), weight: 1 },
);

const hostileNumber = fc.constantFrom(0, -1, 0.5, -0, 2 ** 31 - 1, 2 ** 31, 2 ** 53, -(2 ** 53), 1e308, 5e-324, 9e15);

/** Any value in the place of a good one. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: hostileText, weight: 6 },
  { arbitrary: hostileNumber, weight: 3 },
  { arbitrary: fc.constantFrom<unknown>(null, true, [], {}, [[]], { a: { b: [] } }), weight: 1 },
);

/** Parts of an address as a client may write them: escaped, half escaped, or not at all. */
export const hostilePart: fc.Arbitrary<string> = fc.oneof(
  hostileText.map((text) => encodeURIComponent(text.toWellFormed())),
  fc.constantFrom('%00', '%ed%a0%80', '%ff', '%', '%2e%2e%2f', '%252e', 'a%00b', '%c0%80', '%F0%9F%98%80', '..;', '~'),
);

const RANGES = ['bytes 0-0/1', 'bytes 5-1/2', 'bytes 0-999999999999/999999999999', 'bytes */1', 'x', 'bytes=0-1'];

/** Headers that a node reads, with what they should not say. */
export const hostileHeaders: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { arbitrary: fc.constant({}), weight: 6 },
  {
    arbitrary: fc.constantFrom<Record<string, string>>(
      ...RANGES.map((range) => ({ 'content-range': range })),
      { authorization: 'Bearer' },
      { authorization: 'Bearer ..' },
      { authorization: `Bearer ${'a'.repeat(9_000)}` },
      { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' },
      { authorization: 'Basic \u00ff' },
      { 'content-encoding': 'gzip' },
      { 'content-encoding': 'br, gzip' },
      { 'content-encoding': '\u00e9' },
      { 'content-type': 'application/json; charset=latin1' },
      { 'content-type': 'text/csv' },
      { 'content-type': 'application/x-www-form-urlencoded' },
      { 'content-type': '\u00e9/\u00e9' },
      { host: '' },
      { host: '[::' },
      { host: 'x'.repeat(3_000) },
      { origin: 'null' },
      { 'accept-encoding': '*;q=\u00e9' },
      { 'accept-language': '\u00e9,;;q=x' },
      { range: 'bytes=9-1' },
      { 'if-none-match': '"' },
      { 'if-modified-since': '0000-01-01' },
    ),
    weight: 1,
  },
);
