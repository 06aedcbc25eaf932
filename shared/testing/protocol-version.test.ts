import type { TSchema } from 'typebox';
import { expect, test } from 'vitest';
import { DEVICE_CONTRACT } from '#shared/contract/device-contract.ts';
import { EVENT_ERRORS, REQUEST_ERRORS } from '#shared/contract/errors.ts';
import { CONTRACT_VERSION } from '#shared/contract/limits.ts';
import { PINNED } from '#shared/contract/protocol-version.ts';
import { canonicalJson } from '#shared/domain/canonical-json.ts';
import { sha256 } from '#shared/ports/crypto-node.ts';

const HASH_DIGITS = 16;
const hashOf = (described: unknown): string =>
  sha256(canonicalJson(JSON.parse(JSON.stringify(described)))).slice(0, HASH_DIGITS);

const SAY_SO = `The wire has changed, and old apps speak it for years. Where every new member is optional to a reader of
before, pin the new hashes in shared/contract/protocol-version.ts, and say in the commit what was added; else raise the version.`;

const parts: Record<string, unknown> = { ...DEVICE_CONTRACT, 'error codes': { EVENT_ERRORS, REQUEST_ERRORS } };

test('[WIRE-3] nobody changes what devices say and hear without saying so: the hash of each part stands beside the version', () => {
  const hashes = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, hashOf(part)]));
  expect(hashes, SAY_SO).toEqual(PINNED.parts);
  expect(CONTRACT_VERSION, SAY_SO).toBe(PINNED.version);
});

test('[WIRE-3] a member more, a bound that moves and a name less are changes', () => {
  const before = DEVICE_CONTRACT['pull answer'] as TSchema & { properties: Record<string, TSchema> };
  const { next_since, ...less } = before.properties;
  const changed = [
    { ...before, properties: { ...before.properties, more: { type: 'string' } } },
    { ...before, properties: { ...less, next_since: { ...next_since, maxLength: 100 } } },
    { ...before, properties: less },
  ];
  expect(new Set([before, ...changed].map(hashOf)).size).toBe(4);
});
