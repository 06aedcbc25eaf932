import type { ClientCreated, ClientUpdated } from '#shared/contract/events.ts';
import type { ActionContext, Said } from '../actions/define-action.ts';
import { correctedTime, winningFields } from '../client-fields.ts';
import { placeOrNull } from '../place.ts';
import { isVisible, normaliseText } from '../text.ts';
import { causeOf } from './cause.ts';
import type { Candidate, ClientFact } from './facts.ts';

/** What is written last-write-wins, field by field. Proof rule, credit limit and the ERP's name are HQ's alone. */
export const CLIENT_FIELDS = [
  'name',
  'phone',
  'address',
  'location',
  'tax_id',
  'kind',
  'rc',
  'nif',
  'nis',
  'ai',
  'note',
  'opening_hours',
] as const satisfies (keyof ClientCreated)[];

/** A client of whom nothing is known yet. */
export const blankClient = (id: string, depot_ids: number[], now: string): ClientFact => ({
  id,
  depot_ids,
  name: '',
  phone: null,
  address: null,
  location: null,
  tax_id: null,
  balance: 0,
  balance_as_of: now,
  updated_at: now,
  kind: null,
  rc: null,
  nif: null,
  nis: null,
  ai: null,
  note: null,
  opening_hours: null,
  proof: null,
  credit_limit: null,
  external_id: null,
  field_clocks: {},
});

export const hasVisibleName = ({ name }: { name?: string }): boolean => isVisible(String(name));

/** The client with those fields that the event wins. */
export function writeFields(client: ClientFact, c: Candidate, now: string): ClientFact {
  const said = asKept(c.event.payload as Partial<ClientCreated & ClientUpdated>);
  const changed = Object.fromEntries(CLIENT_FIELDS.filter((f) => said[f] !== undefined).map((f) => [f, said[f]]));
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
