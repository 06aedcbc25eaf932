import type {
  Client,
  Company,
  Delivery,
  Invoice,
  Lot,
  Product,
  StockLevel,
  UserName,
} from '#shared/contract/entities.ts';
import type { Resolution } from '#shared/contract/errors.ts';
import { type ServerEvent, type ServerTopic, topicOf } from '#shared/contract/server-events.ts';
import type { Tour } from '#shared/contract/tour.ts';

/** What a page of changes comes to: the last statement about each entity, and what was decided about own events. */
export interface Digest {
  products: Product[];
  clients: Client[];
  deliveries: Delivery[];
  stockLevels: StockLevel[];
  lots: Lot[];
  tours: Tour[];
  users: UserName[];
  invoices: Invoice[];
  /** Undefined where nothing was said of it. */
  company: Company | undefined;
  applied: { event_id: string }[];
  rejected: { event_id: string; error_code: string; resolution?: Resolution }[];
  quarantined: { event_id: string; error_code: string }[];
}

/** Folds a page, in its order, so that the store can take it in with a statement a kind. Unknown actions are left out. */
export function digest(events: ServerEvent[]): Digest {
  const last = new Map<string, ServerEvent>();
  for (const event of events) {
    // An event has one end, and a later statement about it stands for the earlier: quarantined, then applied.
    const ended = ownEventId(event);
    const key = ended === null ? `${topicOf(event.action)} ${event.entity_id}` : ended;
    // Taken out first, so that the order of what is left is that of the last statements.
    last.delete(key);
    last.set(key, event);
  }
  const of = <T>(topic: ServerTopic) =>
    [...last.values()].filter(({ action }) => topicOf(action) === topic).map(({ payload }) => payload as T);
  return {
    products: of<Product>('products'),
    clients: of<Client>('clients'),
    deliveries: of<Delivery>('deliveries'),
    stockLevels: lastLevels(events),
    lots: of<Lot>('lots'),
    tours: of<Tour>('tours'),
    users: of<UserName>('users'),
    invoices: of<Invoice>('invoices'),
    company: of<Company>('company').at(-1),
    applied: of<{ event_id: string }>('applied'),
    rejected: of<{ event_id: string; error_code: string; resolution?: Resolution }>('rejected'),
    quarantined: of<{ event_id: string; reason?: string }>('quarantined').map(({ event_id }) => ({
      event_id,
      error_code: 'QUARANTINED',
    })),
  };
}

const ownEventId = ({ payload }: ServerEvent): string | null =>
  typeof payload.event_id === 'string' ? payload.event_id : null;

/** Levels are told apart by what they say, not by their entity's name: a product has one in each depot. */
function lastLevels(events: ServerEvent[]): StockLevel[] {
  const levels = new Map<string, StockLevel>();
  for (const { action, payload } of events) {
    if (action !== 'STOCK_LEVEL_CHANGED') continue;
    const level = payload as unknown as StockLevel;
    levels.set(`${level.product_id} ${level.depot_id}`, level);
  }
  return [...levels.values()];
}
