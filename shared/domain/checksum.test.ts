import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256, verifySignature } from '#shared/ports/crypto-node.ts';
import { sha256 as webSha256 } from '#shared/ports/crypto-web.ts';
import { knownAnswers } from '../testing/fixtures/vectors.ts';
import { canonicalJson } from './canonical-json.ts';
import { checksumMatches, checksumOf } from './checksum.ts';

test('[EVT-1] canonical texts, checksums and signatures agree with the known answers', () => {
  for (const { canonical, event } of knownAnswers.valid) {
    const { checksum, signature, ...bare } = event;
    expect(canonicalJson(bare)).toBe(canonical);
    expect(checksumOf(event, sha256)).toBe(checksum);
    expect(webSha256(canonical)).toBe(checksum);
    expect(checksumMatches(event, sha256)).toBe(true);
    expect(verifySignature(knownAnswers.device_public_key, checksum, signature)).toBe(true);
  }
});

test('[EVT-1] a changed content has another checksum, and a forged checksum has no signature', () => {
  const byReason = new Map(knownAnswers.invalid.map(({ expect: code, event }) => [code, event]));
  const mangled = byReason.get('CHECKSUM_MISMATCH');
  const forged = byReason.get('SIGNATURE_INVALID');
  if (!mangled || !forged) throw new Error('the fixture lacks a case');
  expect(checksumMatches(mangled, sha256)).toBe(false);
  expect(checksumMatches(forged, sha256)).toBe(true);
  expect(verifySignature(knownAnswers.device_public_key, forged.checksum, forged.signature)).toBe(false);
});

test('[EVT-1] the order of members and the way numbers are written do not matter', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
      const reversed = Object.fromEntries(Object.entries(object).reverse());
      expect(canonicalJson(reversed)).toBe(canonicalJson(object));
      expect(canonicalJson(JSON.parse(canonicalJson(object)))).toBe(canonicalJson(object));
    }),
  );
  expect(canonicalJson(JSON.parse('{"b":1.0,"a":1e2,"10":0,"9":-0}'))).toBe('{"10":0,"9":0,"a":100,"b":1}');
});

/** RFC 8785 once more, from the RFC's own words and with nothing of ours: a check on the first. */
function byTheBook(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(byTheBook).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).sort(([a], [b]) => {
      for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
        if (a.charCodeAt(at) !== b.charCodeAt(at)) return a.charCodeAt(at) - b.charCodeAt(at);
      }
      return a.length - b.length;
    });
    return `{${members.map(([key, member]) => `${quoted(key)}:${byTheBook(member)}`).join(',')}}`;
  }
  return typeof value === 'string' ? quoted(value) : String(value);
}

const SHORT: Record<string, string> = { '\b': 'b', '\t': 't', '\n': 'n', '\f': 'f', '\r': 'r', '"': '"', '\\': '\\' };
const quoted = (text: string): string => {
  const escaped = [...text].map((char) => {
    if (SHORT[char] !== undefined) return `\\${SHORT[char]}`;
    return char < ' ' ? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}` : char;
  });
  return `"${escaped.join('')}"`;
};

test('[EVT-1] for any value of JSON, the canonical text is the one that the RFC describes', () => {
  const string = fc.string({ unit: 'binary' });
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(null, true, false, 0, -0, 1e21, 1e-7, 5e-324, 2 ** 53, 'é', '\u2028', '\u007f'),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer(),
      string,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(string, tie('value'), { maxKeys: 6 }),
    ),
  }));
  fc.assert(
    fc.property(value, (any) => {
      expect(canonicalJson(any)).toBe(byTheBook(any));
    }),
    { numRuns: 1_000 },
  );
  // Making a thousand values of any depth takes its time on a busy machine.
});

test('[EVT-1] one content has one checksum: that of its canonical text, in whatever order it was written', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (payload) => {
      const event = { payload, id: 'x', action: 'y' };
      const checksum = sha256(canonicalJson(event));
      expect(checksumMatches({ ...event, checksum }, sha256)).toBe(true);
      expect(checksumMatches(JSON.parse(canonicalJson({ ...event, checksum })), sha256)).toBe(true);
      expect(checksumMatches({ ...event, checksum: sha256(JSON.stringify(event)) }, sha256)).toBe(false);
    }),
  );
});
