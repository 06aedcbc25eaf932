import { ok, type RequestError, type Result } from '#shared/contract/errors.ts';
import type { ActName } from '#shared/contract/hq/acts.ts';
import { canonicalJson } from '#shared/domain/canonical-json.ts';

type Members = Record<string, unknown>;
type Identified = object & { id: string | number };

/** What somebody did at HQ to one thing. */
export interface Act {
  what: ActName;
  /** Its type and its id, as changes name them. */
  entity: readonly [type: string, id: string | number];
  /** What people call it. */
  name: string | null;
  before: Members | null;
  after: Members | null;
  reason: string | null;
}

/** What a piece of work at HQ comes to: its answer, and the acts of which the audit keeps a row each. */
export interface Acted<T> {
  value: T;
  /** None where everything was already as it was asked for. */
  acts: Act[];
}

export const acted = <T>(value: T, ...acts: Act[]): Result<Acted<T>, RequestError> => ok({ value, acts });
export const unchanged = <T>(value: T): Result<Acted<T>, RequestError> => ok({ value, acts: [] });

/** How one kind of thing stands in the audit. */
export interface Subject {
  what: ActName;
  type: string;
}

/** What HQ creates, by the list in which it stands then. */
export const CREATED = {
  depots: { what: 'DEPOT_CREATED', type: 'DEPOT' },
  users: { what: 'USER_CREATED', type: 'USER' },
  products: { what: 'PRODUCT_CREATED', type: 'PRODUCT' },
  clients: { what: 'CLIENT_CREATED', type: 'CLIENT' },
  lots: { what: 'LOT_RECEIVED', type: 'LOT' },
  deliveries: { what: 'DELIVERY_PLANNED', type: 'DELIVERY' },
} as const satisfies Record<string, Subject>;

/** The act that has made a thing. */
export const madeBy = ({ what, type }: Subject, made: Identified, reason?: string): Act => ({
  what,
  entity: [type, made.id],
  name: nameOf(made),
  before: null,
  after: shown(made),
  reason: reason ?? null,
});

/** The act that has changed a thing: only the members that differ are kept. */
export function changedBy<Before extends Identified>(
  { what, type }: Subject,
  before: Before,
  after: object,
  reason?: string,
): Act {
  const [was, is] = [shown(before), shown(after)];
  const names = Object.keys({ ...was, ...is }).filter((name) => !isSame(was[name], is[name]));
  const only = (members: Members): Members =>
    Object.fromEntries(names.filter((name) => name in members).map((name) => [name, members[name]]));
  return {
    what,
    entity: [type, before.id],
    name: nameOf(before),
    before: only(was),
    after: only(is),
    reason: reason ?? null,
  };
}

const isSame = (one: unknown, other: unknown): boolean =>
  canonicalJson([one ?? null]) === canonicalJson([other ?? null]);

/** A delivery's code proves a visit: it stands on the note, and nowhere else. */
function shown(entity: object): Members {
  const { qr_payload: _code, ...members } = entity as Members;
  return members;
}

function nameOf(entity: object): string | null {
  const { reference, lot_number, username, name } = entity as Record<string, unknown>;
  const found = [reference, lot_number, name, username].find((text) => typeof text === 'string');
  return typeof found === 'string' ? found : null;
}
