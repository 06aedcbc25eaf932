import type { ServerAction } from '#shared/contract/server-events.ts';
import type { Change } from '../change.ts';
import type { Author, Candidate, Facts } from './facts.ts';
import type { Plan, Verdict } from './plan.ts';

/** Says an event's end to the devices of its user, and what it changed to those whom it concerns. */
export function announce(
  c: Candidate,
  verdict: Verdict,
  author: Author,
  facts: Facts,
  plan: Plan,
  newId: () => string,
): void {
  const say = (change: Omit<Change, 'id' | 'occurred_at' | 'caused_by'>) =>
    plan.changes.push({
      id: newId(),
      occurred_at: facts.now,
      caused_by: {
        event_id: c.event.id,
        device_id: c.event.device_id,
        user_id: author.user_id,
        user_name: author.name,
      },
      ...change,
    });
  // An audit entry may bear any name, a catalogue action's too: it has no effect to tell of.
  if (verdict.status === 'APPLIED' && c.event.entity_type !== 'AUDIT') announceEffect(c, facts, plan, say);
  const end = endOf(c, verdict);
  if (!end) return;
  say({
    entity_type: c.event.entity_type,
    entity_id: c.event.entity_id,
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

type Say = (change: Omit<Change, 'id' | 'occurred_at' | 'caused_by'>) => void;

function announceEffect(c: Candidate, facts: Facts, plan: Plan, say: Say): void {
  const { entity_type, entity_id, action } = c.event;
  switch (action) {
    case 'DELIVERY_VALIDATED':
    case 'DELIVERY_FAILED': {
      const delivery = facts.deliveries.get(entity_id);
      if (!delivery) return;
      const { validated_by_name: _name, ...payload } = delivery;
      // A copy: later events of the batch change the delivery that `facts` hold.
      payload.lines = payload.lines.map((line) => ({ ...line }));
      const audience = { users: [delivery.driver_user_id] };
      say({ entity_type, entity_id, action, payload, audience, hub_depots: [delivery.depot_id] });
      return;
    }
    case 'INVOICE_CREATED': {
      const invoice = plan.invoices.at(-1);
      if (!invoice) return;
      const { claimed: _claimed, ...payload } = invoice;
      const audience = { users: [invoice.created_by] };
      say({
        entity_type,
        entity_id,
        action: 'INVOICE_REF_ASSIGNED',
        payload,
        audience,
        hub_depots: [invoice.depot_id],
      });
      return;
    }
    case 'CLIENT_CREATED':
    case 'CLIENT_UPDATED': {
      const client = facts.clients.get(entity_id);
      if (!client) return;
      const { field_clocks: _clocks, ...payload } = client;
      say({
        entity_type,
        entity_id,
        action: 'CLIENT_UPSERTED',
        payload,
        audience: { depots: client.depot_ids },
        hub_depots: [],
      });
      return;
    }
  }
}

/** One word a product and depot, however many events of the batch moved it. */
export function announceStock(facts: Facts, plan: Plan, newId: () => string): void {
  for (const key of plan.stock) {
    const [depotId, productId] = key.split(':').map(Number) as [number, number];
    plan.changes.push({
      id: newId(),
      entity_type: 'STOCK',
      entity_id: key,
      action: 'STOCK_LEVEL_CHANGED',
      payload: { product_id: productId, depot_id: depotId, quantity: facts.stock.get(key) ?? 0, as_of: facts.now },
      occurred_at: facts.now,
      audience: { depots: [depotId] },
      hub_depots: [],
    });
  }
}
