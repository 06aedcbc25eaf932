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
