import { announceHub } from '#hub/adapters/mdns/announce-hub.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { silentLog } from '#shared/ports/log.ts';

/** A hub's announcer alone, in a process (and a network) of its own: `yard-hub.ts <hub id> <depot>`. SIGTERM ends it cleanly. */
const [hubId = '', depot = ''] = process.argv.slice(2);
const announcement = announceHub({
  identity: { hubId, depot, port: 8443 },
  host: '0.0.0.0',
  appHost: 'manchengo.local',
  clock: systemClock,
  log: silentLog,
});
const say = () =>
  process.stdout.write(
    `${JSON.stringify({ holds: announcement.holdsAppName(), neighbours: announcement.neighbours() })}\n`,
  );
setInterval(say, 200);
process.on('SIGTERM', () => void announcement.stop().then(() => process.exit(0)));
