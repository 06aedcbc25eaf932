import type { Company, Depot } from '#shared/contract/entities.ts';
import type { HubIdentity } from '../../identity.ts';
import type { HubDatabase } from '../../store/hub-database.ts';
import { keptDepot } from '../../store/kept-depot.ts';
import { metaOf } from '../../store/meta.ts';

/** Whose papers are printed here: the company, null where HQ has not written its identities, and the depot. */
export function paperIssuer(database: HubDatabase, identity: HubIdentity) {
  const meta = metaOf(database);
  return (): { company: Company | null; depot: Depot } => ({
    company: JSON.parse(meta.get('company') ?? 'null') as Company | null,
    depot: keptDepot(meta, identity.depot),
  });
}
