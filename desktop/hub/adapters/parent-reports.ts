import type { Line } from '#shared/contract/desktop.ts';
import type { HubReport, ToHub } from '#shared/contract/hub-process.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { overviewReader } from '../app/overview.ts';
import type { ParentPort } from '../key/key-vault.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import type { Uplink } from '../uplink/uplink.ts';

const LOOK_EVERY_MS = 2_000;
/** A phone asks at least this often while it is in the yard's Wi-Fi. */
const HERE_WITHIN_MS = 2 * 60_000;

interface Reported {
  line: Pick<Line, 'state'>;
  waiting: number;
  /** When each phone was last here, as milliseconds. */
  lastSeen: number[];
  now: number;
}

const OTHER_LINES = { TRYING: 'trying', CUT: 'cut', REFUSED: 'refused' } as const;

/** What the tray shows of the hub. */
export const hubReport = ({ line, waiting, lastSeen, now }: Reported): HubReport => ({
  tell: 'report',
  line: line.state === 'ANSWERS' ? (waiting > 0 ? 'sending' : 'ok') : OTHER_LINES[line.state],
  waiting,
  phonesHere: lastSeen.filter((at) => Math.abs(now - at) < HERE_WITHIN_MS).length,
});

export interface ReportDeps {
  database: HubDatabase;
  uplink: Pick<Uplink, 'wan' | 'kick'>;
  clock: Clock;
}

/**
 * Tells the process that forked this hub how it is, whenever that changes, and hears from it that the PC woke up: then
 * the line is tried at once. Plain Node has no such parent. → what ends it.
 */
export function reportToParent(port: ParentPort | undefined, { database, uplink, clock }: ReportDeps): () => void {
  if (port === undefined) return () => {};
  const overview = overviewReader(database);
  let told = '';
  const look = () => {
    const now = clock.now();
    const lastSeen = overview.phones().map(({ last_seen_at }) => Date.parse(last_seen_at));
    const report = hubReport({ line: uplink.wan, waiting: overview.queue(now).waiting, lastSeen, now });
    const text = JSON.stringify(report);
    if (text !== told) port.postMessage(report);
    told = text;
  };
  port.on('message', ({ data }) => {
    if ((data as Partial<ToHub> & { tell?: string }).tell === 'woke-up') uplink.kick();
  });
  look();
  const timer = setInterval(look, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}
