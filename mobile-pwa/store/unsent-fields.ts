import type { ClientCreated } from '#shared/contract/events.ts';
import type { Sql } from './sql.ts';

export type ClientFields = Partial<ClientCreated>;

/** What was recorded of clients here and stands over what the server has told: it has not come back yet, nor been refused. */
export function unsentFields(sql: Sql): ReadonlyMap<string, ClientFields> {
  const rows = sql.all<{ entity_id: string; payload: string }>(
    `SELECT entity_id, body -> 'payload' AS payload FROM plain_sync_queue
     WHERE entity_type = 'CLIENT' AND action IN ('CLIENT_CREATED', 'CLIENT_UPDATED') AND status <> 'FAILED' ORDER BY seq`,
  );
  const fields = new Map<string, ClientFields>();
  for (const { entity_id, payload } of rows)
    fields.set(entity_id, { ...fields.get(entity_id), ...(JSON.parse(payload) as ClientFields) });
  return fields;
}
