import { getCACertificates } from 'node:tls';
import { Agent, fetch as fetchBy } from 'undici';
import { type Transport, transportOver } from './transport.ts';

/** The network of a node, which trusts the system's CAs and such as it is told of. */
export interface NodeTransport extends Transport {
  /** PEM; from the next call on, in the place of those it was told of before. */
  trust(roots: string[]): void;
  close(): Promise<void>;
}

export function nodeTransport(roots: string[] = []): NodeTransport {
  let agent = agentFor(roots);
  const through = transportOver((url, request) => fetchBy(url, { ...request, dispatcher: agent }));
  return {
    request: (request) => through.request(request),
    trust(next) {
      const former = agent;
      agent = agentFor(next);
      // Calls that are under way end by the former one.
      void former.close();
    },
    close: () => agent.destroy(),
  };
}

const agentFor = (roots: string[]): Agent =>
  roots.length === 0 ? new Agent() : new Agent({ connect: { ca: [...getCACertificates('default'), ...roots] } });

/**
 * What a server says at an address whoever it is, without sending it anything: for the one answer that is then compared
 * with a fingerprint. Null where nobody answers.
 */
export async function readUnverified(url: string, timeoutMs: number): Promise<string | null> {
  const agent = new Agent({ connect: { rejectUnauthorized: false } });
  try {
    const answer = await fetchBy(url, { dispatcher: agent, signal: AbortSignal.timeout(timeoutMs) });
    return answer.ok ? await answer.text() : null;
  } catch {
    return null;
  } finally {
    await agent.destroy();
  }
}
