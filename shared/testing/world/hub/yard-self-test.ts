import { createServer } from 'node:net';
import { announceHub } from '#hub/adapters/mdns/announce-hub.ts';
import { selfTest } from '#hub/network/self-test.ts';
import { deviceContacts } from '#hub/store/device-contacts.ts';
import { openHubDatabase } from '#hub/store/hub-database.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { silentLog } from '#shared/ports/log.ts';
import { testIds } from '../../test-device.ts';

/**
 * A hub's self-test in a process and a network of its own: `yard-self-test.ts <hub id> <own address> <data folder>`. It
 * listens as a hub does, and prints what it finds as one JSON line, again and again. Whoever connects is a phone.
 */
const [hubId = '', own = '', dataDir = ''] = process.argv.slice(2);
const PORT = 8443;
const host = '0.0.0.0';
const appHost = 'manchengo.local';
const opened = openHubDatabase(dataDir);
if (!opened.ok) throw new Error(opened.error);
const database = opened.value;
const contacts = deviceContacts(database);
const announcement = announceHub({
  identity: { hubId, depot: 'ALG', port: PORT },
  host,
  appHost,
  clock: systemClock,
  log: silentLog,
  lookEveryMs: 1_000,
});
const PHONE = {
  kind: 'device',
  deviceId: testIds.uuid(),
  userId: 1,
  userName: 'Karim',
  role: 'driver',
  depotId: 1,
  key: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' },
  scopeFrom: 0,
  expired: false,
} as const;
createServer((socket) => {
  socket.on('error', () => {});
  if (socket.remoteAddress !== own) contacts.called(PHONE, systemClock.now());
  socket.end();
}).listen(PORT, host);

const wan = { reachable: true, state: 'ANSWERS', last_contact_at: null, since: null, trouble: null } as const;
for (;;) {
  const { checks } = await selfTest({
    ...{ host, port: PORT, appHost, database, announcement },
    clock: systemClock,
    serverTime: systemClock,
    uplink: { wan },
  });
  process.stdout.write(`${JSON.stringify(checks)}\n`);
  await systemClock.sleep(200);
}
