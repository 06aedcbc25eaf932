import type { UtilityProcess } from 'electron';

type Started = { ok: true; desktopUrl: string; stop: () => Promise<void> } | { ok: false; sentence: string };

/** Waits for a forked hub's ready line. Where it ends instead, its last plain line on standard error says why. */
export function awaitHub(hub: Pick<UtilityProcess, 'stdout' | 'stderr' | 'once' | 'kill'>): Promise<Started> {
  return new Promise((resolve) => {
    let out = '';
    let said = '';
    const ended = new Promise<void>((done) => hub.once('exit', () => done()));
    hub.stderr?.on('data', (chunk) => {
      said += chunk;
    });
    hub.stdout?.on('data', (chunk) => {
      out += chunk;
      const [line, rest] = out.split('\n');
      if (rest === undefined || line === undefined) return;
      const ready = JSON.parse(line) as { desktop_url: string };
      const stop = async () => {
        hub.kill();
        await ended;
      };
      resolve({ ok: true, desktopUrl: ready.desktop_url, stop });
    });
    void ended.then(() => resolve({ ok: false, sentence: lastSentence(said) }));
  });
}

const lastSentence = (said: string): string =>
  said
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('{'))
    .at(-1) ?? 'Le hub s’est arrêté sans dire pourquoi.';
