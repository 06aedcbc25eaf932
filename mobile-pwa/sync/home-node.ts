import type { Transport } from '#shared/ports/transport.ts';
import type { NodeRef } from '#shared/sync-client/device-store.ts';
import type { Vault } from './vault.ts';

const TIMEOUT_MS = 10_000;

/**
 * The nodes to speak to: the one that served the app. What it is, a hub or the server itself, it says once, and it
 * matters: only the server's ack lets a phone purge. Until it has said so there is nobody to speak to.
 */
export async function homeNodes(vault: Vault, transport: Transport, origin: string): Promise<NodeRef[]> {
  const session = await vault.session();
  if (session === null) return [];
  if (session.home !== null) return [session.home];
  const answer = await transport.request({
    method: 'GET',
    url: `${origin}/api/sync/status?device_id=${session.device_id}`,
    headers: { authorization: `Bearer ${session.access_token}` },
    timeoutMs: TIMEOUT_MS,
  });
  const kind = answer.kind === 'answer' && answer.status === 200 ? (answer.body as { node?: unknown }).node : null;
  if (kind !== 'hub' && kind !== 'server') return [];
  const home: NodeRef = { kind, url: origin };
  const current = await vault.session();
  if (current?.device_id === session.device_id) await vault.saveSession({ ...current, home });
  return [home];
}
