import { systemClock } from '#shared/ports/clock.ts';
import { silentLog } from '#shared/ports/log.ts';
import { systemRandom } from '#shared/ports/random.ts';
import { fetchTransport } from '#shared/ports/transport.ts';
import { Phone } from '../../../../mobile-pwa/sync/phone.ts';
import type { PhoneDeps } from '../../../../mobile-pwa/sync/phone-deps.ts';
import { testIds } from '../../test-device.ts';
import { loadDataKey, type PhoneFile } from './phone-file.ts';

/** The whole phone without its screens, on what an earlier one has kept. */
export async function openNodePhone(
  file: Pick<PhoneFile, 'sql' | 'keyValues'>,
  origin: string,
  options: Partial<Pick<PhoneDeps, 'transport' | 'onEngine' | 'onWipe' | 'destroy' | 'clock' | 'surroundings'>> = {},
): Promise<Phone> {
  const phone = new Phone({
    sql: file.sql,
    keyValues: file.keyValues,
    dataKey: await loadDataKey(file.keyValues),
    transport: fetchTransport,
    origin,
    card: { name: 'test', platform: 'node', app_version: '0' },
    clock: systemClock,
    random: systemRandom,
    ids: testIds,
    log: silentLog,
    ...options,
  });
  await phone.open();
  return phone;
}
