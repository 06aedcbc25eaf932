import type { Example } from './example.ts';
import type { openTestHq } from './open-test-hq.ts';

type Hq = Awaited<ReturnType<typeof openTestHq>>;

/** Those of the routes about events of HQ's inbox; see `hqExamples`. */
export function inboxExamples(hq: Hq): Record<string, () => Promise<Example>> {
  return {
    'POST /api/admin/alerts/:id/seen': async () => {
      const id = crypto.randomUUID();
      await hq.server.deps.database.query(
        `INSERT INTO alerts (id, kind, device_id, created_at) VALUES ($1, 'CLOCK_DRIFT', $2, now())`,
        [id, hq.driverDevice.id],
      );
      return { path: `alerts/${id}/seen` };
    },
    'POST /api/admin/conflicts/:id/settle': async () => ({
      path: `conflicts/${await kept(hq, { status: 'REJECTED', error_code: 'ENTITY_EXISTS' })}/settle`,
      body: { reason: 'doublon' },
    }),
    'POST /api/admin/corrections/:id/accept': async () => ({
      path: `corrections/${await kept(hq, { action: 'CORRECTION_REQUESTED' })}/accept`,
      body: { reason: 'vu avec lui' },
    }),
    'POST /api/admin/corrections/:id/reject': async () => ({
      path: `corrections/${await kept(hq, { action: 'CORRECTION_REQUESTED' })}/reject`,
      body: { reason: 'pas fondé' },
    }),
    'POST /api/admin/events/:id/notes': async () => ({
      path: `events/${await kept(hq, {})}/notes`,
      body: { text: 'appelé le chauffeur' },
    }),
    'POST /api/admin/quarantine/:id/accept': async () => ({ path: `quarantine/${await quarantined(hq)}/accept` }),
    'POST /api/admin/quarantine/:id/reject': async () => ({ path: `quarantine/${await quarantined(hq)}/reject` }),
  };
}

/** An event of a revoked device, as a hub has brought it. */
const quarantined = (hq: Hq) => kept(hq, { status: 'QUARANTINED', error_code: 'DEVICE_REVOKED' });

/** An event of a device of its own, with this end. */
async function kept(
  { server, driver }: Hq,
  {
    action = 'SEEN',
    status = 'APPLIED',
    error_code = null,
  }: { action?: string; status?: string; error_code?: string | null },
): Promise<string> {
  const [device_id, id, entity_id] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
  const said = {
    entity_type: 'AUDIT',
    entity_id,
    action,
    payload: {},
    occurred_at: '2026-12-01T07:00:00.000Z',
  };
  const chained = { seq: 1, prev_checksum: null, checksum: '0'.repeat(64), signature: 'A'.repeat(86) };
  const event = { v: 1, id, ...said, user_id: driver, device_id, ...chained };
  await server.deps.database.query(
    `INSERT INTO devices (id, user_id, name, platform, app_version, public_key, is_active, registered_at)
     VALUES ($1, $2, 'Perdu', 'test', '1', '{}', false, now())`,
    [device_id, driver],
  );
  await server.deps.database.query(
    `INSERT INTO events (id, device_id, user_id, seq, entity_type, entity_id, action, checksum, body, occurred_at,
       received_at, drift_ms, received_via, stored_at, status, error_code)
     VALUES ($1, $2, $3, 1, 'AUDIT', $4, $7, $5, $6, now(), now(), 0, $2, now(), $8, $9)`,
    [id, device_id, driver, entity_id, event.checksum, JSON.stringify(event), action, status, error_code],
  );
  return id;
}
