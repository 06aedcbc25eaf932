import { mayWrite } from '#shared/contract/hq/rights.ts';
import type { Row, Verdict } from './authorization-table.ts';

/** HQ's own roles beside the admin. They are asked at HQ's API, which is where they differ from everybody else. */
export const OF_HQ = ['dispatcher', 'accountant'] as const;
export type RoleOfHq = (typeof OF_HQ)[number];

export const isRoleOfHq = (who: string): who is RoleOfHq => (OF_HQ as readonly string[]).includes(who);
export const isOfHqApi = (key: string): boolean => /^server \w+ \/api\/admin\//.test(key);

/** They read what an admin reads, of all depots, and write what the table of rights names. */
export function roleVerdict(key: string, { who }: Row, role: RoleOfHq): Verdict | readonly Verdict[] {
  const [, method = '', path = ''] = key.split(' ');
  if (method === 'GET') return who.admin;
  return mayWrite(role, `${method} ${path.replace('/api/admin', '')}`) ? 'in' : 403;
}
