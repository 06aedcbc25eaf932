import { COMPANY_WIDE_SCOPES, SCOPES, scopesAllow } from '#shared/contract/hq/service-accounts.ts';
import { HQ_READ_COMMON, type Row, type Verdict } from './authorization-table.ts';

/** The scopes of the two keys that ask: every one, for the whole company and for the depot ALG. */
export const KEY_SCOPES = {
  service: SCOPES,
  depotService: SCOPES.filter((scope) => !COMPANY_WIDE_SCOPES.includes(scope)),
} as const;
export type Program = keyof typeof KEY_SCOPES;

/**
 * A program is let in by its key to HQ's API alone, by the first part of the address. With a key of one depot it reads
 * as a clerk does, and writes what belongs to its depot. Whoever opens a resource to programs opens it here.
 */
export function programVerdict(key: string, { who }: Row, program: Program): Verdict | readonly Verdict[] {
  const [app, method = '', path = ''] = key.split(' ');
  if (who.nobody === 'in') return 'in';
  if (app === 'desktop' || (app === 'hub' && path.startsWith('/api/sync/'))) return 401;
  if (path === '/api/changes') return 'in';
  if (!path.startsWith('/api/admin/')) return path === '/api/devices/wiped' ? 401 : 403;
  if (!scopesAllow(KEY_SCOPES[program], method, path.replace('/api/admin', ''))) return 403;
  if (program === 'service') return 'in';
  return method === 'GET' || who.clerk !== 403 ? who.clerk : HQ_READ_COMMON.clerk;
}
