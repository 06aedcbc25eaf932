import type { ClientCreated, ClientUpdated } from '#shared/contract/events.ts';
import { correctedTime, winningFields } from '../client-fields.ts';
import { placeOrNull } from '../place.ts';
import { isVisible, normaliseText } from '../text.ts';
import type { Author, Candidate, ClientFact, Facts } from './facts.ts';
import type { Plan, Verdict } from './plan.ts';
import { applied, invalid, rejected, waiting } from './verdicts.ts';

const FIELDS = ['name', 'phone', 'address', 'location', 'tax_id'] as const;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function decideClientCreated(c: Candidate, author: Author, facts: Facts, plan: Plan): Verdict {
  if (!UUID.test(c.event.entity_id)) return invalid('a client is named by a UUID');
  if (!hasVisibleName(c)) return invalid('a client has a name that can be seen');
  if (author.depot_id === null) return rejected('FORBIDDEN_ACTION', undefined, 'CONTACT_ADMIN');
  if (facts.clients.has(c.event.entity_id)) return rejected('ENTITY_EXISTS');
  const blank: ClientFact = {
    id: c.event.entity_id,
    depot_ids: [author.depot_id],
    name: '',
    phone: null,
    address: null,
    location: null,
    tax_id: null,
    balance: 0,
    updated_at: facts.now,
    field_clocks: {},
  };
  keep(write(blank, c, facts), facts, plan);
  plan.newClients.add(blank.id);
  return applied;
}

/** Last write wins, field by field. */
export function decideClientUpdated(c: Candidate, author: Author, facts: Facts, plan: Plan): Verdict {
  if (c.event.payload.name !== undefined && !hasVisibleName(c)) return invalid('a client has a name that can be seen');
  const client = facts.clients.get(c.event.entity_id);
  if (!client) return waiting('CLIENT', c.event.entity_id);
  if (author.depot_id === null || !client.depot_ids.includes(author.depot_id)) {
    return rejected('FORBIDDEN_ACTION', undefined, 'CONTACT_ADMIN');
  }
  keep(write(client, c, facts), facts, plan);
  return applied;
}

const hasVisibleName = ({ event }: Candidate): boolean => isVisible(String(event.payload.name));

function write(client: ClientFact, c: Candidate, facts: Facts): ClientFact {
  const payload = c.event.payload as Partial<ClientCreated & ClientUpdated>;
  const said = asKept(payload);
  const changed = Object.fromEntries(FIELDS.filter((f) => said[f] !== undefined).map((f) => [f, said[f]]));
  const at = correctedTime(c.event.occurred_at, c.drift_ms, c.received_at);
  const { won, clocks } = winningFields(client.field_clocks, changed, {
    at,
    eventId: c.event.id,
    present: facts.now,
  });
  return { ...client, ...won, field_clocks: clocks, updated_at: facts.now };
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

function keep(client: ClientFact, facts: Facts, plan: Plan): void {
  facts.clients.set(client.id, client);
  plan.clients.set(client.id, client);
}
