import type { ServerAction } from '#shared/contract/server-events.ts';
import type { ActionContext, Say } from '../actions/define-action.ts';
import { actionOf } from '../actions/index.ts';
import { lotChange } from '../lot-change.ts';
import { SHORTFALL_LOT } from '../stock.ts';
import { causeOf } from './cause.ts';
import type { Author, Candidate } from './facts.ts';
import type { Verdict } from './plan.ts';

/** Says an event's end to the devices of its user, and what it changed to those whom it concerns. */
export function announce(candidate: Candidate, verdict: Verdict, author: Author, context: ActionContext): void {
  const { event } = candidate;
  const caused_by = causeOf({ event, author });
  const say: Say = (change) =>
    context.plan.changes.push({ id: context.newId(), occurred_at: context.now, caused_by, ...change });
  if (verdict.status === 'APPLIED') {
    actionOf(event)?.announce({ candidate, event, payload: event.payload, author }, context, say);
  }
  const end = endOf(candidate, verdict);
  if (!end) return;
  say({
    entity_type: event.entity_type,
    entity_id: event.entity_id,
    action: end.action,
    payload: end.payload,
    audience: { users: [author.user_id] },
    hub_depots: author.depot_id === null ? [] : [author.depot_id],
  });
}

function endOf(c: Candidate, verdict: Verdict): { action: ServerAction; payload: Record<string, unknown> } | null {
  const event_id = c.event.id;
  switch (verdict.status) {
    case 'APPLIED':
      return { action: 'EVENT_APPLIED', payload: { event_id } };
    case 'REJECTED':
      return {
        action: 'EVENT_REJECTED',
        payload: { event_id, error_code: verdict.code, resolution: verdict.resolution },
      };
    case 'QUARANTINED':
      return { action: 'EVENT_QUARANTINED', payload: { event_id, reason: verdict.code } };
    case 'WAITING':
    case 'INVALID':
      return null;
  }
}

/** One change a client, as it is behind the batch: many events may have changed its fields and its balance. */
export function announceClients({ facts, plan, newId, now }: ActionContext): void {
  for (const [entity_id, caused_by] of plan.toldClients) {
    const client = facts.clients.get(entity_id);
    // One that no depot has concerns nobody.
    if (!client || client.depot_ids.length === 0) continue;
    const { field_clocks: _clocks, ...payload } = client;
    const subject = { entity_type: 'CLIENT', entity_id, action: 'CLIENT_UPSERTED' } as const;
    const audience = { depots: client.depot_ids };
    plan.changes.push({ id: newId(), ...subject, payload, occurred_at: now, caused_by, audience, hub_depots: [] });
  }
}

/** One change a product and depot, and one a lot, however many events of the batch moved it. */
export function announceStock(context: ActionContext): void {
  const { facts, plan, newId, now } = context;
  for (const key of plan.stock) {
    const [depotId, productId] = key.split(':').map(Number) as [number, number];
    plan.changes.push({
      id: newId(),
      entity_type: 'STOCK',
      entity_id: key,
      action: 'STOCK_LEVEL_CHANGED',
      payload: { product_id: productId, depot_id: depotId, quantity: facts.stock.get(key) ?? 0, as_of: now },
      occurred_at: now,
      audience: { depots: [depotId] },
      hub_depots: [],
    });
  }
  for (const lot of plan.lots.values()) {
    if (lot.lot_number === SHORTFALL_LOT) continue;
    plan.changes.push({ id: newId(), occurred_at: now, ...lotChange(lot) });
  }
}
