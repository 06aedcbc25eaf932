import type { VaultAnswer, VaultRequest } from '#shared/contract/key-vault.ts';

/** Seals short texts so that nobody but this person on this machine opens them again. Null: it cannot. */
export interface KeyVault {
  seal(text: string): Promise<string | null>;
  open(sealed: string): Promise<string | null>;
}

/** The end of the channel to Electron's main process, as a utility process has it. */
export interface ParentPort {
  on(event: 'message', listener: (message: { data: unknown }) => void): unknown;
  postMessage(message: unknown): void;
}

/** The vault of the process that forked this one. */
export function parentVault(port: ParentPort): KeyVault {
  const waiting = new Map<number, (text: string | null) => void>();
  let last = 0;
  port.on('message', ({ data }) => {
    const { id, text } = data as VaultAnswer;
    waiting.get(id)?.(text);
    waiting.delete(id);
  });
  const ask = (kind: VaultRequest['ask'], text: string): Promise<string | null> =>
    new Promise((resolve) => {
      last += 1;
      waiting.set(last, resolve);
      port.postMessage({ id: last, ask: kind, text } satisfies VaultRequest);
    });
  return { seal: (text) => ask('seal', text), open: (sealed) => ask('open', sealed) };
}

/** Electron gives a utility process a port to its parent; plain Node has none. */
export const parentPort = (): ParentPort | undefined => (process as { parentPort?: ParentPort }).parentPort;

export function vaultOfThisProcess(): KeyVault | null {
  const port = parentPort();
  return port === undefined ? null : parentVault(port);
}
