import { NodeCard, type Pairing } from '#shared/contract/finding.ts';
import { reader } from '#shared/contract/reader.ts';
import type { Transport } from '#shared/ports/transport.ts';

/** Long enough for a hand-over between two WiFi cells, short enough to ask every address within one round. */
const TIMEOUT_MS = 4_000;

const readCard = reader(NodeCard);

export type Probe =
  | { kind: 'node'; card: NodeCard }
  /** Something answers there, and it is no node of ours: a router, a portal, an older program. */
  | { kind: 'stranger' }
  | { kind: 'silent'; reason: string };

/** Asks an address who is there. No token goes along: whoever answers has to say first what it is. */
export async function probe(transport: Transport, url: string): Promise<Probe> {
  const answer = await transport.request({
    method: 'GET',
    url: `${url}/api/node`,
    headers: {},
    timeoutMs: TIMEOUT_MS,
  });
  if (answer.kind === 'unreachable') return { kind: 'silent', reason: answer.reason };
  const card = readCard(answer.body);
  return answer.status === 200 && card.ok && isWhole(card.value)
    ? { kind: 'node', card: card.value }
    : { kind: 'stranger' };
}

/** The card of a hub that a pairing code names, from the first of its addresses at which that very hub answers; null where it does at none. */
export async function cardOfPaired(transport: Transport, { urls, hub }: Pairing): Promise<NodeCard | null> {
  const asked = urls.map(async (url) => {
    const answer = await probe(transport, url);
    if (answer.kind !== 'node' || answer.card.hub !== hub) throw new Error('somebody else, or nobody');
    return answer.card;
  });
  return Promise.any(asked).catch(() => null);
}

/** A hub says which one it is and where. */
const isWhole = ({ node, hub, depot }: NodeCard): boolean =>
  node === 'server' || (node === 'hub' && hub !== null && depot !== null);
