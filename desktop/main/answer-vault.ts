import type { SafeStorage, UtilityProcess } from 'electron';
import type { VaultAnswer, VaultRequest } from '#shared/contract/key-vault.ts';

type SessionStore = Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'> &
  Partial<Pick<SafeStorage, 'getSelectedStorageBackend'>>;

/**
 * Opens and makes seals for the hub, which has no way to the system's vault itself. Every question gets an answer: the
 * hub waits for it before it starts.
 */
export function answerVault(hub: Pick<UtilityProcess, 'on' | 'postMessage'>, vault: SessionStore): void {
  hub.on('message', (message: VaultRequest) => {
    hub.postMessage({ id: message.id, text: answer(message, vault) } satisfies VaultAnswer);
  });
}

function answer({ ask, text }: VaultRequest, vault: SessionStore): string | null {
  // Without a keyring Linux would "seal" under a word that everybody knows: a file with mode 0600 is more honest.
  if (!vault.isEncryptionAvailable() || vault.getSelectedStorageBackend?.() === 'basic_text') return null;
  try {
    return ask === 'seal'
      ? vault.encryptString(text).toString('base64')
      : vault.decryptString(Buffer.from(text, 'base64'));
  } catch {
    // A seal of another account or machine.
    return null;
  }
}
