import type { Role } from '#shared/contract/entities.ts';

/**
 * A depot's crew: its warehouse hands and clerks. They load vans and count what comes back, and so see all of the depot's
 * tours, pending deliveries and lots.
 */
export const CREW_ROLES: readonly Role[] = ['warehouse', 'clerk'];

/** The depot in whose crew a user is; null for everybody else. */
export const crewDepot = ({ role, depot_id }: { role: Role; depot_id: number | null }): number | null =>
  CREW_ROLES.includes(role) ? depot_id : null;
