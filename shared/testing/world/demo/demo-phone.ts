import { systemClock } from '#shared/ports/clock.ts';
import { silentLog } from '#shared/ports/log.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { fetchTransport, type Transport } from '#shared/ports/transport.ts';
import type { Sql } from '../../../../mobile-pwa/store/sql.ts';
import { Phone } from '../../../../mobile-pwa/sync/phone.ts';
import { testIds } from '../../test-device.ts';
import { loadDataKey, newPhoneFile } from '../phone/phone-file.ts';
import { DEMO_PASSWORD } from '../start-world.ts';

/** A production phone without its screens, whose network the day's story switches. */
export interface DemoPhone {
  username: string;
  name: string;
  userId: number;
  phone: Phone;
  sql: Sql;
  goOffline(): void;
  /** In reach of the hub again: hands in and fetches. */
  goOnline(): void;
  isOnline(): boolean;
  close(): Promise<void>;
}

export async function openDemoPhone(hubUrl: string, username: string): Promise<DemoPhone> {
  const { database, sql, keyValues } = await newPhoneFile();
  let online = true;
  const transport: Transport = {
    request: (request) =>
      online ? fetchTransport.request(request) : Promise.resolve({ kind: 'unreachable', reason: 'in a valley' }),
  };
  const phone = new Phone({
    sql,
    keyValues,
    dataKey: await loadDataKey(keyValues),
    transport,
    origin: hubUrl,
    card: { name: `Téléphone de ${username}`, platform: 'demo', app_version: '1' },
    clock: systemClock,
    random: systemRandom,
    ids: testIds,
    log: silentLog,
  });
  const outcome = await phone.signIn({ username, password: DEMO_PASSWORD });
  if (outcome.kind !== 'signed_in') throw new Error(`${username} cannot sign in: ${JSON.stringify(outcome)}`);
  const session = await phone.session();
  return {
    username,
    name: session?.user.name ?? username,
    userId: session?.user.id ?? 0,
    phone,
    sql,
    goOffline() {
      online = false;
    },
    goOnline() {
      online = true;
      phone.engine?.kick();
    },
    isOnline: () => online,
    async close() {
      await phone.close();
      database.close();
    },
  };
}
