import { generateKeyPairSync } from 'node:crypto';
import { calculateJwkThumbprint, SignJWT } from 'jose';
import { beforeAll, expect, test } from 'vitest';
import { publishedKey, serverKeyNumbers } from '#shared/contract/identity.ts';
import { canonicalJson } from '#shared/domain/canonical-json.ts';
import { sha256, signChecksum } from '../../testing/sign-test-event.ts';
import { evidenceFile } from './evidence-file.ts';
import { verifyEvidence } from './verifier/verify-evidence.ts';
import { verifierHtml } from './verifier-html.ts';

const DEVICE = '018f0000-0000-7000-8000-000000000001';
const HOSTILE = '<img src=x onerror="document.title=1"></script><script>document.title=2</script>';
const server = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const phone = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const numbers = serverKeyNumbers({ ...server.publicKey.export({ format: 'jwk' }) })!;
const thumbprint = await calculateJwkThumbprint(numbers);
const key = publishedKey(numbers, `token-${thumbprint.slice(0, 16)}`);
const sign = (typ: string) => (claims: object) =>
  new SignJWT({ ...claims }).setProtectedHeader({ alg: 'ES256', kid: key.kid, typ }).sign(server.privateKey);

let before: string | null = null;
const events = [1, 2, 3].map((seq) => {
  const content = {
    ...{ v: 1, id: `e${seq}`, device_id: DEVICE, seq, prev_checksum: before, action: 'CLIENT_CREATED' },
    ...{ occurred_at: '2026-11-22T10:00:00.000Z', payload: { name: HOSTILE } },
  };
  const checksum = sha256(canonicalJson(content));
  before = checksum;
  return JSON.stringify({ ...content, checksum, signature: signChecksum(checksum, phone.privateKey) });
});
const { kty, crv, x, y } = phone.publicKey.export({ format: 'jwk' });
const device = { id: DEVICE, name: HOSTILE, user_id: 1, user_name: 'Karim', public_key: { kty, crv, x, y } as never };
let file: string;
beforeAll(async () => {
  const checkpoint = await sign('manchengo-checkpoint+jwt')({ device_id: DEVICE, up_to: 3, checksum: before });
  const madeAt = '2026-11-22T11:00:00.000Z';
  file = await evidenceFile({ madeAt, device, events, keys: [key], checkpoint }, sign('manchengo-evidence+jwt'));
});

test('[EVID-1] a true file holds: genuine by a thumbprint that was published elsewhere, else consistent in itself only', async () => {
  expect(await verifyEvidence(file, thumbprint)).toMatchObject({ faults: [], isAnchored: true, thumbprint });
  expect(await verifyEvidence(file, '')).toMatchObject({ faults: [], isAnchored: false, thumbprint });
  expect((await verifyEvidence(file, 'another')).faults).toEqual([{ part: 'THUMBPRINT' }]);
});

/** The file with another character at some place of one of its parts. */
interface Parts {
  format: string;
  made_at: string;
  device: { user_name: string; public_key: { x: string } };
  events: string[];
  keys: { x: string }[];
  checkpoint: string;
  statement: string;
}
function spoilt(change: (parts: Parts) => void): string {
  const parts: Parts = JSON.parse(file);
  change(parts);
  return JSON.stringify(parts);
}
const other = (text: string, at: number) => text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);

test.each<[string, string, (parts: Parts) => void]>([
  ['an event', 'EVENT', (parts) => (parts.events[1] = String(parts.events[1]).replace('10:00', '10:01'))],
  [
    'an event’s signature',
    'SIGNATURE',
    (parts) => (parts.events[2] = other(String(parts.events[2]), String(parts.events[2]).length - 20)),
  ],
  ['a device’s key', 'DEVICE', (parts) => (parts.device.public_key.x = other(parts.device.public_key.x, 5))],
  ['a device’s name', 'DEVICE', (parts) => (parts.device.user_name = 'Yacine')],
  ['the server’s key', 'KEY', (parts) => (parts.keys = [{ ...parts.keys[0], x: other(parts.keys[0]?.x ?? '', 5) }])],
  [
    'the checkpoint',
    'CHECKPOINT',
    (parts) => (parts.checkpoint = other(parts.checkpoint, parts.checkpoint.length - 30)),
  ],
  ['the statement', 'STATEMENT', (parts) => (parts.statement = other(parts.statement, parts.statement.length - 30))],
  ['the day', 'STATEMENT', (parts) => (parts.made_at = '2026-11-23T11:00:00.000Z')],
  ['an event that was left out', 'CHECKPOINT', (parts) => parts.events.pop()],
  ['an event in the middle that was left out', 'STATEMENT', (parts) => parts.events.splice(1, 1)],
  [
    'another order',
    'CHAIN',
    (parts) => (parts.events[1] = String(parts.events[1]).replace(/"prev_checksum":"../, '"prev_checksum":"zz')),
  ],
  ['the format', 'FORMAT', (parts) => (parts.format = 'x')],
])('[EVID-2] a byte that was changed in %s is named: %s', async (_name, part, change) => {
  const { faults } = await verifyEvidence(spoilt(change), thumbprint);
  expect(faults.map((fault) => fault.part)).toContain(part);
});

test('[EVID-3] the page stands alone: its own script and style by their hashes, nothing loaded, and no markup is made of a file', async () => {
  const html = await verifierHtml();
  expect(html).toMatch(/content="default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+';/);
  expect(html).not.toMatch(/innerHTML|insertAdjacentHTML|document\.write|\bimport |\bexport |https?:\/\//);
});
