import type { Role } from '#shared/contract/entities.ts';

/** Who acts at a depot's PC. */
export const DESK_ROLES: readonly Role[] = ['clerk', 'admin'];

/** A clerk acts at the PC of the own depot, an admin at each. */
export const actsAtDesk = ({ role, depot_id }: { role: Role; depot_id: number | null }, depotId: number): boolean =>
  DESK_ROLES.includes(role) && (role === 'admin' || depot_id === depotId);
