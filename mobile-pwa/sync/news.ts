import type { Clock } from '#shared/ports/clock.ts';
import { listenLive } from '#shared/ports/live.ts';
import type { Credentials } from '#shared/sync-client/credentials.ts';
import type { NodeRef } from '#shared/sync-client/device-store.ts';

export interface NewsDeps {
  credentials: Pick<Credentials, 'authorization'>;
  clock: Clock;
  /** A pull would bring something, or nobody says so any longer: a round is due now. */
  onNews: () => void;
  onHeard: (node: NodeRef) => void;
}

interface Stream {
  node: NodeRef;
  isOpen: boolean;
  stop: () => void;
}

/**
 * The streams by which nodes say that there is news: one at the nearest hub, which sees by it that this phone is in its yard,
 * and one at the server, which knows before a hub whose line is cut does. Two a device, and no more.
 */
export class News {
  readonly #deps: NewsDeps;
  readonly #streams = new Map<string, Stream>();
  #isStopped = false;

  constructor(deps: NewsDeps) {
    this.#deps = deps;
  }

  /** Listens to these, as far as it does not yet, and to nobody else. */
  follow(nodes: readonly NodeRef[]): void {
    if (this.#isStopped) return;
    const wanted = (['hub', 'server'] as const).flatMap((kind) => nodes.find((node) => node.kind === kind) ?? []);
    for (const [url, stream] of this.#streams) {
      if (wanted.some((node) => node.url === url)) continue;
      this.#streams.delete(url);
      stream.stop();
    }
    for (const node of wanted) if (!this.#streams.has(node.url)) this.#listen(node);
  }

  /** Whether each node in reach says by itself when there is something to fetch. */
  readonly isTold = (): boolean => this.#streams.size > 0 && [...this.#streams.values()].every(({ isOpen }) => isOpen);

  stop(): void {
    this.#isStopped = true;
    const streams = [...this.#streams.values()];
    this.#streams.clear();
    for (const { stop } of streams) stop();
  }

  #listen(node: NodeRef): void {
    const { credentials, clock, onNews, onHeard } = this.#deps;
    const stream: Stream = { node, isOpen: false, stop: () => {} };
    this.#streams.set(node.url, stream);
    const isFollowed = () => this.#streams.get(node.url) === stream;
    stream.stop = listenLive({
      url: `${node.url}/api/sync/stream`,
      headers: async () => {
        const authorization = await credentials.authorization(node);
        return authorization === null ? null : { authorization };
      },
      onChange: () => isFollowed() && onNews(),
      onHeard: () => isFollowed() && onHeard(node),
      onState: (isOpen) => {
        const hasEnded = stream.isOpen && !isOpen;
        stream.isOpen = isOpen;
        // Its token may have ended, or the node gone: a round finds out which.
        if (hasEnded && isFollowed()) onNews();
      },
      clock,
    });
  }
}
