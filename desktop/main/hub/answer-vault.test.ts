import { expect, test } from 'vitest';
import { answerVault, hasKeyring } from './answer-vault.ts';
import { hubSettings } from './hub-settings.ts';

/** A keyring of one account, as `safeStorage` is one. */
const keyring = (available: boolean, backend: 'gnome_libsecret' | 'basic_text' = 'gnome_libsecret') => ({
  isEncryptionAvailable: () => available,
  getSelectedStorageBackend: () => backend,
  encryptString: (text: string) => Buffer.from(`sealed:${text}`),
  decryptString: (sealed: Buffer) => {
    if (!sealed.toString().startsWith('sealed:')) throw new Error('not ours');
    return sealed.toString().slice('sealed:'.length);
  },
});

test('[HUB-21] the main process seals and opens for the hub, and answers every question', () => {
  const { text } = answerVault({ id: 1, ask: 'seal', text: 'the key' }, keyring(true));
  expect(Buffer.from(text ?? '', 'base64').toString()).toBe('sealed:the key');
  expect(answerVault({ id: 2, ask: 'open', text: text ?? '' }, keyring(true))).toEqual({ id: 2, text: 'the key' });
  const foreign = Buffer.from('of another account').toString('base64');
  expect(answerVault({ id: 3, ask: 'open', text: foreign }, keyring(true))).toEqual({ id: 3, text: null });
});

test('[HUB-20] a machine without a keyring of its own says so, and the key stays in its file', () => {
  for (const vault of [keyring(false), keyring(true, 'basic_text')]) {
    expect(hasKeyring(vault)).toBe(false);
    expect(answerVault({ id: 1, ask: 'seal', text: 'the key' }, vault)).toEqual({ id: 1, text: null });
  }
  expect(hasKeyring(keyring(true))).toBe(true);
});

test('[TLS-8] the installed window serves the yard by HTTPS; from the sources, this machine alone; its operator decides', () => {
  const installed = hubSettings('/home/karim/hub', true, {});
  expect(installed).toEqual({ MANCHENGO_DATA_DIR: '/home/karim/hub', MANCHENGO_HOST: '0.0.0.0', MANCHENGO_TLS: 'on' });
  expect(hubSettings('/x', false, {})).toEqual({ MANCHENGO_DATA_DIR: '/x' });
  expect(hubSettings('/x', true, { MANCHENGO_HOST: '192.168.1.2' })).toMatchObject({ MANCHENGO_HOST: '192.168.1.2' });
});
