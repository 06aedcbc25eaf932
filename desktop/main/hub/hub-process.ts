import type { UtilityProcess } from 'electron';

export interface RunningHub {
  desktopUrl: string;
  stop(): Promise<void>;
}

/** A hub that was forked: the ready line, or null where it ended before; and its end, with what it said last. */
export interface ForkedHub {
  ready: Promise<RunningHub | null>;
  ended: Promise<string | null>;
  stop(): Promise<void>;
}

type Forked = Pick<UtilityProcess, 'stdout' | 'stderr' | 'once' | 'kill'>;

/** Kept of what the hub says, for the sentence with which it ends. */
const TAIL_CHARS = 16_384;

/** Watches over a forked hub. What it writes on standard error goes to `log` as it comes. */
export function watchHub(hub: Forked, log: (text: string) => void): ForkedHub {
  let said = '';
  hub.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-TAIL_CHARS);
    log(text);
  });
  const ended = new Promise<string | null>((done) => hub.once('exit', () => done(lastSentence(said))));
  const stop = async () => {
    hub.kill();
    await ended;
  };
  return { ready: Promise.race([readyLine(hub, stop), ended.then(() => null)]), ended, stop };
}

function readyLine(hub: Forked, stop: () => Promise<void>): Promise<RunningHub> {
  return new Promise((resolve) => {
    let out = '';
    hub.stdout?.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      const [line, rest] = out.split('\n');
      if (rest === undefined || line === undefined) return;
      resolve({ desktopUrl: (JSON.parse(line) as { desktop_url: string }).desktop_url, stop });
    });
  });
}

/** The last plain line that it wrote: why it could not start. Null where it wrote none. */
const lastSentence = (said: string): string | null =>
  said
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('{') && !/^\s+at /.test(line))
    .at(-1) ?? null;
