import type { Role } from '#shared/contract/entities.ts';

/** Who may do what on the phone, as the contract's catalogue has it: what would be refused is not offered. */
const MAY = {
  validate: ['driver', 'seller', 'warehouse'],
  fail: ['driver'],
  invoice: ['seller', 'driver'],
  addClient: ['seller', 'clerk'],
} as const satisfies Record<string, Role[]>;

export const may = (role: Role, action: keyof typeof MAY): boolean => (MAY[action] as readonly Role[]).includes(role);
