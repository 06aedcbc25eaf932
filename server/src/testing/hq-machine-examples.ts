import type { Example } from './example.ts';
import type { openTestHq } from './open-test-hq.ts';

type Hq = Awaited<ReturnType<typeof openTestHq>>;

/** For each route that enrols or withdraws a machine or its keys, a request that it takes. */
export const machineExamples = (hq: Hq): Record<string, () => Promise<Example>> => ({
  'POST /api/admin/hubs/:id/revoke': async () => {
    const id = crypto.randomUUID();
    await hq.server.deps.database.query(
      `INSERT INTO hubs (id, depot_id, name, public_key, enrolled_at) VALUES ($1, $2, 'Alger 2', '{}', now())`,
      [id, hq.alger],
    );
    return { path: `hubs/${id}/revoke`, body: { reason: 'PC volé' } };
  },
  'POST /api/admin/keys/rotate': async () => ({ path: 'keys/rotate' }),
  'POST /api/admin/hub-codes': async () => ({ path: 'hub-codes', body: { depot_id: hq.alger } }),
});
