import type { World } from '../start-world.ts';
import type { DemoPhone } from './demo-phone.ts';

export interface LiveTable {
  /** What happens now, in the story's words. */
  say(line: string): void;
  follow(phones: DemoPhone[]): void;
  stop(): void;
}

const EVERY_MS = 250;

/** On a terminal, a table that stays in its place; elsewhere, a line for each turn of the story. */
export function liveTable(out: NodeJS.WriteStream, world: World): LiveTable {
  let phones: DemoPhone[] = [];
  let story = '';
  let drawn = 0;
  const draw = () => {
    if (!out.isTTY) return;
    const lines = [`  ${story}`, '', ...rows(world, phones), ''];
    out.write(`${drawn > 0 ? `\u001b[${drawn}A` : ''}${lines.map((line) => `\u001b[2K${line}`).join('\n')}\n`);
    drawn = lines.length;
  };
  const timer = setInterval(draw, EVERY_MS);
  return {
    say(line) {
      story = line;
      if (!out.isTTY) out.write(`${line}\n${summary(world, phones)}`);
      draw();
    },
    follow(list) {
      phones = list;
    },
    stop() {
      clearInterval(timer);
      draw();
      drawn = 0;
    },
  };
}

function rows(world: World, phones: DemoPhone[]): string[] {
  const header = `  ${'Téléphone'.padEnd(14)}${'réseau'.padEnd(8)}${'à envoyer'.padStart(10)}${'au dépôt'.padStart(10)}${'à traiter'.padStart(11)}`;
  const { reachable, backlog } = world.hub.uplink.status();
  return [
    header,
    ...phones.map(({ username, phone, isOnline }) => {
      const { device, depot, person } = phone.store.counts();
      return `  ${username.padEnd(14)}${(isOnline() ? 'dépôt' : '—').padEnd(8)}${pad(device, 10)}${pad(depot, 10)}${pad(person, 11)}`;
    }),
    `  ${'hub'.padEnd(14)}${(reachable ? 'siège' : 'coupé').padEnd(8)}${pad(backlog, 10)}`,
  ];
}

const pad = (count: number, width: number): string => String(count).padStart(width);

function summary(world: World, phones: DemoPhone[]): string {
  const counts = phones.map(({ phone }) => phone.store.counts());
  const sum = (key: 'device' | 'depot' | 'person') => counts.reduce((total, count) => total + count[key], 0);
  if (phones.length === 0) return '';
  return `  ${sum('device')} à envoyer · ${sum('depot')} au dépôt · ${world.hub.uplink.status().backlog} en attente au hub · ${sum('person')} à traiter\n`;
}
