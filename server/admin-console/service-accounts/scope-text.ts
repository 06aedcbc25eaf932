import { useTranslation } from 'react-i18next';
import { SCOPES, type ServiceResource } from '#shared/contract/hq/service-accounts.ts';

/** What each resource is called: as its page in the menu. */
const PAGES = {
  clients: 'clients',
  company: 'company',
  'credit-notes': 'creditNotes',
  deliveries: 'deliveries',
  depots: 'depots',
  events: 'entries',
  invoices: 'invoices',
  lots: 'lots',
  payments: 'payments',
  products: 'products',
  stock: 'stock',
  tours: 'tours',
  users: 'users',
} as const satisfies Record<ServiceResource, string>;

/** What a scope allows, in the reader's language. One that a newer server knows is shown as it is. */
export function useScopeText(): (scope: string) => string {
  const { t } = useTranslation('hq');
  return (scope) => {
    const known = SCOPES.find((each) => each === scope);
    if (known === undefined) return scope;
    const [resource, access] = known.split(':') as [ServiceResource, 'read' | 'write'];
    return t(`programs.access.${access}`, { what: t(`nav.${PAGES[resource]}`) });
  };
}

/** What a kind of changes is called. One that a newer server knows is shown as it is. */
export function useKindText(): (kind: string) => string {
  const { t } = useTranslation('hq');
  return (kind) => (Object.hasOwn(PAGES, kind) ? t(`nav.${PAGES[kind as ServiceResource]}`) : kind);
}
