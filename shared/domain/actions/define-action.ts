import type { Static, TSchema } from 'typebox';
import type { Role } from '#shared/contract/entities.ts';
import type { SyncEvent } from '#shared/contract/events.ts';
import type { Change } from '../change.ts';
import type { Author, Candidate, EntityKind, Facts } from '../decide/facts.ts';
import type { Plan, Verdict } from '../decide/plan.ts';
import type { Upcast } from '../upcast.ts';

/** What a rule works with: what is known, what is to be done, new ids and the server's clock. */
export interface ActionContext {
  facts: Facts;
  plan: Plan;
  newId: () => string;
  now: string;
}

/** An event that was admitted: its role may say it, and its payload is what the schema asks. */
export interface Said<Payload = Record<string, unknown>> {
  candidate: Candidate;
  event: SyncEvent;
  payload: Payload;
  author: Author;
}

/** Tells something to those whom it concerns; id, time and cause are added. */
export type Say = (change: Omit<Change, 'id' | 'occurred_at' | 'caused_by'>) => void;

/**
 * What deciding an event may ask. It is read off an event that nobody has judged, so every value may be anything: what
 * can be no id is left out by whoever collects them.
 */
export interface Needs {
  deliveries?: unknown[];
  clients?: unknown[];
  /** Deliveries whose client's balance may change. */
  paid_deliveries?: unknown[];
  invoices?: unknown[];
  payments?: unknown[];
  /** Invoices and deliveries of which the client has to be known. */
  papers?: unknown[];
  /** Events that this one is about: corrections and confirmations name one. */
  events?: unknown[];
  /** Users whose depot has to be known, besides the author. */
  users?: unknown[];
  /** Products whose terms have to be known. */
  products?: unknown[];
  /** A delivery whose goods may leave its depot. */
  delivered?: unknown;
  /** Products that may leave the author's depot. */
  handed_over?: unknown[];
  /** The next number of the author's depot is spent. */
  invoice_number?: boolean;
}

/** One thing that a device may say: all that is particular to it stands in its definition. */
export interface Action<
  Entity extends string = string,
  Name extends string = string,
  Schema extends TSchema = TSchema,
> {
  readonly entity: Entity;
  readonly name: Name;
  /** Its payload, in the newest version. */
  readonly schema: Schema;
  /** Steps that lift older payloads: the first lifts version 1 to 2. Once shipped, a step stays for ever. */
  readonly upcasts: readonly Upcast[];
  /** Who may say it; empty: nobody. */
  readonly roles: readonly Role[];
  /** What has to be loaded, and locked, before it can be decided. */
  needs(event: SyncEvent): Needs;
  /** The kind of the entity that it makes when it is applied, for which other events may have waited. */
  readonly brings: EntityKind | null;
  decide(said: Said<Static<Schema>>, context: ActionContext): Verdict;
  /** Tells what it changed, right after it was applied. What many events of a batch may change is told behind them all. */
  announce(said: Said<Static<Schema>>, context: ActionContext, say: Say): void;
}

/** Gives the definition as it is, with its names as literal types: the registry is checked against the catalogue by them. */
export const defineAction = <
  const Entity extends string,
  const Name extends string,
  Schema extends TSchema,
  const Roles extends readonly Role[],
>(
  action: Action<Entity, Name, Schema> & { readonly roles: Roles },
): Action<Entity, Name, Schema> & { readonly roles: Roles } => action;

/** For actions of which nothing is told but their outcome. */
export const announceNothing = (): void => {};
