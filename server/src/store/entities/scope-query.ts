/** Whose scope a snapshot is of. */
export interface ScopeParams {
  hub: boolean;
  userId: number | null;
  depotId: number | null;
  /** The depot whose pending deliveries and lots are in it: a hub's, or that in whose crew a user is. */
  workDepotId: number | null;
  /** Deliveries that are closed stay in a scope from this day on. */
  sinceDay: string;
}

/** One kind of a scope's entities, as a snapshot reads it. */
export interface ScopeQuery {
  /** Takes ($1 after which key, $2 how many, and `params` from $3 on) and gives `key` and the entity's columns, in the key's order. */
  sql: string;
  params: (scope: ScopeParams) => unknown[];
}
