import type { VisitSkipped } from '#shared/contract/events.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { type ActionDeps, composed, isKnown, type SaveResult } from './actions.ts';
import { forgetForm } from './forms.ts';
import type { Sql } from './sql.ts';
import type { SkippedVisit } from './views.ts';

export interface SkipVisit {
  event_id: string;
  delivery_id: string;
  details: VisitSkipped;
}

export const SKIP_REASONS = ['NO_TIME', 'CLOSED', 'ROAD', 'OTHER'] as const satisfies readonly VisitSkipped['reason'][];

/** Under which the form of a stop that is passed by is kept. */
export const skipForm = (deliveryId: string): string => `skip ${deliveryId}`;

/** Records that a stop is passed by for now. The delivery stays to be done. */
export async function skipVisit({ sql, journal, clock }: ActionDeps, input: SkipVisit): Promise<SaveResult> {
  const { event_id, delivery_id, details } = input;
  const stored = await journal.append(
    () => {
      if (isKnown(sql, event_id)) return null;
      return [
        {
          id: event_id,
          entity_type: 'DELIVERY',
          entity_id: delivery_id,
          action: 'VISIT_SKIPPED',
          payload: composed({ ...details }),
          occurred_at: isoTime(clock.now()),
        },
      ];
    },
    () => forgetForm(sql, skipForm(delivery_id)),
  );
  return { kind: stored ? 'saved' : 'already', event_id };
}

/** The last time that each delivery was passed by, as far as this phone remembers and it was not refused. */
export function skippedVisits(sql: Sql): ReadonlyMap<string, SkippedVisit> {
  const rows = sql.all<{ entity_id: string; at: string; payload: string }>(
    `SELECT entity_id, occurred_at AS at, body -> 'payload' AS payload
     FROM plain_sync_queue WHERE action = 'VISIT_SKIPPED' AND status <> 'FAILED'
     UNION ALL
     SELECT entity_id, occurred_at, body -> 'payload'
     FROM plain_sync_archive WHERE action = 'VISIT_SKIPPED' AND coalesce(outcome, 'APPLIED') = 'APPLIED'
     ORDER BY at`,
  );
  return new Map(
    rows.map(({ entity_id, at, payload }) => {
      const { reason, note, ask_day }: VisitSkipped = JSON.parse(payload);
      return [entity_id, { at, reason, note: note ?? null, ask_day: ask_day ?? null }];
    }),
  );
}
