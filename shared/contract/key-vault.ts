/**
 * Where a hub runs under Electron, the operating system's own vault keeps its key. Only Electron's main process can open
 * that, so the hub asks it over the channel between the two. These are the two messages.
 */
export interface VaultRequest {
  id: number;
  ask: 'seal' | 'open';
  text: string;
}

/** `text` is null where the machine has no vault, or the vault did not make what it is asked to open. */
export interface VaultAnswer {
  id: number;
  text: string | null;
}
