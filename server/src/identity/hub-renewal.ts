import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { EnrollRequest, HubCertificate, PublicKey, RenewRequest } from '#shared/contract/identity.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { Caller } from '#shared/sync-server/caller.ts';
import { certifyHub, type HubOfCertificate, type IssuedToHub } from '../ca/hub-certificates.ts';
import type { Queryable } from '../store/database.ts';
import type { ServerDeps } from './deps.ts';

/** A hub that speaks no TLS sends no request, and gets no certificate. */
type AtEnrolment = IssuedToHub | { certificate: null; ca: null; expiresAt: null };

export async function certifiedAtEnrolment(
  deps: ServerDeps,
  hubId: string,
  { csr, public_key }: EnrollRequest,
): Promise<Result<AtEnrolment, RequestError>> {
  if (csr === undefined) return ok({ certificate: null, ca: null, expiresAt: null });
  return certified(deps, { id: hubId, key: public_key }, csr);
}

/** A new certificate for a hub that is enrolled and not closed. 403 for anybody else. */
export async function renewCertificate(
  deps: ServerDeps,
  caller: Caller,
  { csr }: RenewRequest,
): Promise<Result<HubCertificate, RequestError>> {
  if (caller.kind !== 'hub') return refuse('FORBIDDEN', 'Only a hub that HQ has enrolled gets a certificate.');
  const id = caller.hubId;
  const found = await deps.database.query<{ public_key: PublicKey }>('SELECT public_key FROM hubs WHERE id = $1', [id]);
  const key = found.rows[0]?.public_key;
  if (key === undefined) return refuse('FORBIDDEN', 'Only a hub that HQ has enrolled gets a certificate.');
  const issued = await certified(deps, { id, key }, csr);
  if (!issued.ok) return issued;
  const { expiresAt, ...certificate } = issued.value;
  await noteCertificate(deps.database, id, expiresAt);
  return ok(certificate);
}

export async function noteCertificate(database: Queryable, hubId: string, expiresAt: number): Promise<void> {
  await database.query('UPDATE hubs SET certificate_expires_at = $2 WHERE id = $1', [hubId, isoTime(expiresAt)]);
}

async function certified(
  { certificates, log }: ServerDeps,
  hub: HubOfCertificate,
  csr: string,
): Promise<Result<IssuedToHub, RequestError>> {
  if (certificates === null) return refuse('UNAVAILABLE', 'This server keeps no CA: start it with MANCHENGO_DATA_DIR.');
  const issued = await certifyHub(certificates, hub, csr);
  if (issued.ok) log.info({ hub: hub.id, until: isoTime(issued.value.expiresAt) }, 'a hub got its certificate');
  return issued;
}
