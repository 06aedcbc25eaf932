import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { lookAtDatabase } from '#server/store/housekeeping.ts';
import { silentLog } from '#shared/ports/log.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { createTestDatabase } from '../../postgres.ts';
import type { TestCluster } from '../../postgres-cluster.ts';
import { type Standby, startStandby } from '../../postgres-standby.ts';
import { eventually } from '../start-world.ts';
import type { Disaster } from './drill.ts';

export const FAILOVER = 'a standby is promoted';

/** The address at which a company's database is called, whichever machine it is on. */
async function addressOf(firstPort: number) {
  let target = firstPort;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const front = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    for (const socket of [near, far]) keep(socket);
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  }).listen(0, '127.0.0.1');
  await once(front, 'listening');
  return {
    port: (front.address() as { port: number }).port,
    leadTo(port: number) {
      target = port;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      front.close();
    },
  };
}

/**
 * The database's machine is gone, and its standby, which had not heard of the last minutes, is promoted under the same
 * address. The server goes on all the while.
 */
export async function failoverOf(primary: TestCluster, hasHub: boolean): Promise<Disaster & { end(): Promise<void> }> {
  const database = await createTestDatabase(primary.url);
  const standby: Standby = await startStandby(primary.url);
  const address = await addressOf(Number(new URL(primary.url).port));
  const at = (port: string | number) => {
    const url = new URL(database.url);
    url.port = String(port);
    return url.href;
  };
  const promoted = at(new URL(standby.url).port);
  return {
    name: FAILOVER,
    hasHub,
    databaseUrl: at(address.port),
    remember: () => standby.cutOff(),
    async strike() {
      await primary.stop();
      await standby.promote();
      address.leadTo(Number(new URL(standby.url).port));
      return promoted;
    },
    // What the server does by itself each minute; until the dead connections are gone it hears of an outage.
    async recover({ server, place }) {
      const look = () =>
        lookAtDatabase({
          database: server.deps.database,
          ...{ random: systemRandom, dataDir: place('first'), log: silentLog, onServers: () => {} },
        }).then(
          () => true,
          () => false,
        );
      await eventually(look, Boolean, 'the server reaches the new database');
    },
    async end() {
      address.close();
      await standby.stop();
    },
  };
}
