import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { Clock } from './clock.ts';

export interface LiveDeps {
  /** Absolute. */
  url: string;
  /** Asked anew for each stream; null: nobody may listen now. */
  headers: () => Promise<Record<string, string> | null>;
  /** Called with each sign of life, a heartbeat too. */
  onHeard?: () => void;
  /** What the listener sees may have changed, as far as the node says what. Called once as each stream opens, too. */
  onChange: (said: unknown) => void;
  /** Whether a stream is open: while none is, the listener has to ask by itself. */
  onState: (isOpen: boolean) => void;
  clock: Pick<Clock, 'sleep'>;
}

/** A node's heartbeat comes every 25 s: a stream that is silent for longer than this is dead. */
const SILENT_MS = 60_000;
/** Between a stream that ended and the next try; twice as long after each that did not open, as at a node that knows no streams. */
const AGAIN_MS = 5_000;
const AGAIN_AT_MOST_MS = 60_000;
const LONGEST_LINE = 64 * 1024;

/** Listens to a node's stream of changes, and opens it again whenever it ends, until it is stopped. */
export function listenLive(deps: LiveDeps): () => void {
  const stop = new AbortController();
  const listen = async () => {
    let failures = 0;
    while (!stop.signal.aborted) {
      let hasOpened = false;
      const onState = (isOpen: boolean) => {
        hasOpened ||= isOpen;
        deps.onState(isOpen);
      };
      await listenOnce({ ...deps, onState }, stop.signal).catch(() => {});
      failures = hasOpened ? 0 : failures + 1;
      deps.onState(false);
      await deps.clock.sleep(Math.min(AGAIN_AT_MOST_MS, AGAIN_MS * 2 ** failures), stop.signal);
    }
  };
  void listen();
  return () => stop.abort();
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

async function listenOnce({ url, headers, onChange, onHeard, onState }: LiveDeps, stop: AbortSignal): Promise<void> {
  const given = await headers();
  if (given === null) return;
  const cut = new AbortController();
  const onStop = () => cut.abort();
  stop.addEventListener('abort', onStop);
  let timer = setTimeout(onStop, SILENT_MS);
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(onStop, SILENT_MS);
    onHeard?.();
  };
  try {
    const response = await fetch(url, {
      headers: { ...given, accept: 'text/event-stream' },
      cache: 'no-store',
      credentials: 'omit',
      signal: cut.signal,
    });
    if (!response.ok || response.body === null) return;
    onState(true);
    const parser = new EventSourceParserStream({ onComment: heard, maxBufferSize: LONGEST_LINE });
    const events = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(parser).getReader();
    for (;;) {
      const { done, value } = await events.read();
      if (done) return;
      heard();
      if (value.event === 'opened' || value.event === 'changed') onChange(parsed(value.data));
    }
  } finally {
    clearTimeout(timer);
    stop.removeEventListener('abort', onStop);
  }
}
