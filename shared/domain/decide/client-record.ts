import type { ClientCreated, ClientUpdated } from '#shared/contract/events.ts';
import type { ActionContext, Said } from '../actions/define-action.ts';
import { correctedTime, winningFields } from '../client-fields.ts';
import { placeOrNull } from '../place.ts';
import { isVisible, normaliseText } from '../text.ts';
import { causeOf } from './cause.ts';
import type { Candidate, ClientFact } from './facts.ts';

const FIELDS = ['name', 'phone', 'address', 'location', 'tax_id'] as const;

export const hasVisibleName = ({ name }: { name?: string }): boolean => isVisible(String(name));

/** The client with those fields that the event wins. */
export function writeFields(client: ClientFact, c: Candidate, now: string): ClientFact {
  const said = asKept(c.event.payload as Partial<ClientCreated & ClientUpdated>);
  const changed = Object.fromEntries(FIELDS.filter((f) => said[f] !== undefined).map((f) => [f, said[f]]));
  const at = correctedTime(c.event.occurred_at, c.drift_ms, c.received_at);
  const { won, clocks } = winningFields(client.field_clocks, changed, { at, eventId: c.event.id, present: now });
  return { ...client, ...won, field_clocks: clocks, updated_at: now };
}

/** The event keeps what was signed; what is derived from it is text as it is kept everywhere, and a place that is one. */
function asKept(payload: Partial<ClientCreated & ClientUpdated>): Record<string, unknown> {
  const texts = Object.entries(payload).map(([field, value]) => [
    field,
    typeof value === 'string' ? normaliseText(value) : value,
  ]);
  const kept = Object.fromEntries(texts);
  return payload.location ? { ...kept, location: placeOrNull(payload.location) } : kept;
}

/** The client is as its event made it, and its depots are told behind the batch. */
export function keepClient(
  client: ClientFact,
  said: Pick<Said, 'event' | 'author'>,
  { facts, plan }: ActionContext,
): void {
  facts.clients.set(client.id, client);
  plan.clients.set(client.id, client);
  plan.toldClients.set(client.id, causeOf(said));
}
