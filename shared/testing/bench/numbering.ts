import { appendChanges } from '#server/store/changes.ts';
import { numberCommitted } from '#server/store/numbering.ts';
import type { Change } from '#shared/domain/change.ts';
import { isoTime, systemClock } from '#shared/ports/clock.ts';
import { testIds } from '../test-device.ts';
import type { Lab } from './lab.ts';
import { quantile, type Reading, withinMs } from './readings.ts';

const APPENDS = 1_000;
const WARM_UP = 100;
const CHANGES = 4;
const LONGEST_PAUSE_MS = 10;

/** How long an append waits for its positions where nobody else commits anything: from its own commit on. */
export async function numbering(lab: Lab): Promise<Reading[]> {
  const server = await lab.openServer();
  const tx = await server.database.connect();
  const times: number[] = [];
  for (let n = 0; n < APPENDS + WARM_UP; n += 1) {
    await systemClock.sleep(Math.random() * LONGEST_PAUSE_MS);
    await tx.query('BEGIN');
    await appendChanges(tx, Array.from({ length: CHANGES }, aChange));
    await tx.query('COMMIT');
    const from = performance.now();
    await numberCommitted(tx);
    times.push(performance.now() - from);
  }
  tx.release();
  const counted = times.slice(WARM_UP);
  return [0.5, 0.99].map((part) => {
    const value = quantile(counted, part);
    const figure = `an append's commit → its positions, nothing else under way, p${part * 100}`;
    return { figure, goal: withinMs(5), value, parts: { appends: counted.length }, rounds: [value] };
  });
}

function aChange(): Change {
  const subject = { entity_type: 'CLIENT', entity_id: testIds.uuid(), action: 'CLIENT_UPSERTED' } as const;
  const payload = { note: 'x'.repeat(300) };
  const occurred_at = isoTime(systemClock.now());
  return { id: testIds.uuid(), ...subject, payload, occurred_at, audience: { users: [1] }, hub_depots: [1] };
}
