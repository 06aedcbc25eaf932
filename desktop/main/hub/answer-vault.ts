import type { SafeStorage } from 'electron';
import type { VaultAnswer, VaultRequest } from '#shared/contract/key-vault.ts';

export type SessionStore = Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'> &
  Partial<Pick<SafeStorage, 'getSelectedStorageBackend'>>;

/** Opens or makes a seal for the hub, which has no way to the system's vault itself and waits for every answer. */
export const answerVault = (request: VaultRequest, vault: SessionStore): VaultAnswer => ({
  id: request.id,
  text: answer(request, vault),
});

/** Without a keyring Linux would "seal" under a password that everybody knows: a file with mode 0600 is more honest. */
export const hasKeyring = (vault: SessionStore): boolean =>
  vault.isEncryptionAvailable() && vault.getSelectedStorageBackend?.() !== 'basic_text';

function answer({ ask, text }: VaultRequest, vault: SessionStore): string | null {
  if (!hasKeyring(vault)) return null;
  try {
    return ask === 'seal'
      ? vault.encryptString(text).toString('base64')
      : vault.decryptString(Buffer.from(text, 'base64'));
  } catch {
    // A seal of another account or machine.
    return null;
  }
}
