import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { readStrictJson } from './strict-json.ts';

test.each([
  ['{"a":1,"a":2}', /twice/],
  ['{"a":1,"\\u0061":1}', /twice/],
  ['[{"x":{"y":[{"b":1,"c":":","b":1}]}}]', /twice/],
  ['{"a":{"b":1},"a":{"b":1}}', /twice/],
  ['{"a":"\\u0000"}', /U\+0000/],
  ['{"\\u0000":1}', /U\+0000/],
  ['{"a":"\\ud800"}', /surrogate/],
  ['{"a":1e400}', /number/],
  ['{"__proto__":1}', /poison/],
  ['{"constructor":{"prototype":1}}', /poison/],
  ['{"a":1,}', /not JSON/],
  ['', /not JSON/],
])('[IN-3] %s reads in more than one way, or nothing can keep it', (text, reason) => {
  expect(readStrictJson(text)).toEqual({ ok: false, error: expect.stringMatching(reason) });
});

test('[IN-3] JSON nests as deep as the limit and no deeper', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  expect(readStrictJson(nested(LIMITS.jsonDepth)).ok).toBe(true);
  expect(readStrictJson(nested(LIMITS.jsonDepth + 1))).toEqual({ ok: false, error: 'it nests deeper than 64' });
  expect(readStrictJson(nested(100_000)).ok).toBe(false);
});

/**
 * Objects as lists of their members, written with whatever names: a name may stand twice. A lone backslash is none of
 * them: once V8 has read that name, it reads `"\\""` as the same one.
 */
const written = fc.letrec<{ value: [text: string, isTwice: boolean] }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom('1', 'null', '":,{}"', '"\\"a\\":1"', '-0.5').map((text): [string, boolean] => [text, false]),
    fc
      .array(tie('value'), { maxLength: 3 })
      .map((items): [string, boolean] => [
        `[ ${items.map(([text]) => text).join(' , ')}]`,
        items.some(([, isTwice]) => isTwice),
      ]),
    fc
      .array(fc.tuple(fc.constantFrom('a', ':', '{"b":', 'a\\', '"'), tie('value')), { maxLength: 4 })
      .map((members): [string, boolean] => [
        `{${members.map(([name, [text]]) => `${JSON.stringify(name)} :\n${text}`).join(',')} }`,
        new Set(members.map(([name]) => name)).size < members.length || members.some(([, [, isTwice]]) => isTwice),
      ]),
  ),
}));

test('[IN-3] a member that stands twice is found at any depth, and nothing else is taken for one', () => {
  fc.assert(
    fc.property(written.value, ([text, isTwice]) => {
      expect(readStrictJson(text).ok).toBe(!isTwice);
    }),
    { seed: 8, numRuns: 1_000 },
  );
});
