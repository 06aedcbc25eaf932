import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadHubKey } from './hub-key.ts';
import { type KeyVault, type ParentPort, parentVault } from './key-vault.ts';

let folder: string;
const keyFile = () => join(folder, 'key.json');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'manchengo-key-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Another account's vault makes other seals. */
const vaultOf = (account: string): KeyVault => ({
  seal: async (text) => Buffer.from(`${account}:${text}`).toString('base64'),
  open: async (sealed) => {
    const text = Buffer.from(sealed, 'base64').toString('utf8');
    return text.startsWith(`${account}:`) ? text.slice(account.length + 1) : null;
  },
});

async function load(vault: KeyVault | null) {
  const key = await loadHubKey(folder, vault);
  if (!key.ok) throw new Error(key.error);
  return key.value;
}

test('[HUB-20] without a vault the hub’s key lies in a file that only its account may read', async () => {
  const key = await load(null);
  expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
  chmodSync(keyFile(), 0o644);
  expect(await load(null)).toEqual(key);
  expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
});

test('[HUB-21] under a vault the key is on disk under its seal only', async () => {
  const key = await load(vaultOf('karim'));
  expect(readFileSync(keyFile(), 'utf8')).not.toContain(key.private_jwk.d);
  expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
  expect(await load(vaultOf('karim'))).toEqual(key);
});

test('[HUB-21] a key that lay open is sealed by the first start that has a vault, and stays the same', async () => {
  const key = await load(null);
  expect(await load(vaultOf('karim'))).toEqual(key);
  expect(readFileSync(keyFile(), 'utf8')).not.toContain(key.private_jwk.d);
});

test('[HUB-21] a seal of another account, and a vault that is not there, are told in one sentence; the file stays', async () => {
  await load(vaultOf('karim'));
  const before = readFileSync(keyFile(), 'utf8');
  for (const vault of [vaultOf('samia'), null]) {
    expect(await loadHubKey(folder, vault)).toEqual({ ok: false, error: expect.stringContaining(keyFile()) });
  }
  expect(readFileSync(keyFile(), 'utf8')).toBe(before);
});

test('[HUB-20] where the vault cannot seal, the key lies in the file', async () => {
  const key = await load({ seal: async () => null, open: async () => null });
  expect(await load(null)).toEqual(key);
});

test('[HUB-21] a forked hub asks its parent for seals, one answer to each question, in whatever order they come', async () => {
  const asked: { id: number; ask: string; text: string }[] = [];
  let answer: (message: { data: unknown }) => void = () => {};
  const port: ParentPort = {
    on: (_event, listener) => {
      answer = listener;
    },
    postMessage: (message) => void asked.push(message as (typeof asked)[0]),
  };
  const vault = parentVault(port);
  const answers = Promise.all([vault.seal('a'), vault.open('b')]);
  for (const { id, ask, text } of asked.toReversed()) answer({ data: { id, text: `${ask} ${text}` } });
  expect(await answers).toEqual(['seal a', 'open b']);
});
