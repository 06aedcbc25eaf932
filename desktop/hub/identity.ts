import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Depot } from '#shared/contract/entities.ts';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { EnrollResponse, type PublicKey } from '#shared/contract/identity.ts';
import { reader } from '#shared/contract/reader.ts';
import { readRefusal } from '#shared/contract/refusal.ts';
import type { Transport } from '#shared/ports/transport.ts';
import { keepCertificate } from './certificates/certificate-files.ts';
import { writeWhole } from './write-whole.ts';

/** Who this hub is: given by the server at enrolment, for ever. */
export interface HubIdentity {
  hub_id: string;
  name: string;
  depot: Depot;
  upstream: string;
}

const IDENTITY_FILE = 'identity.json';
const ENROLL_TIMEOUT_MS = 15_000;
const readEnrolment = reader(EnrollResponse);

export function loadIdentity(dataDir: string): HubIdentity | null {
  const file = join(dataDir, IDENTITY_FILE);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as HubIdentity) : null;
}

/**
 * Enrols with a code; with a `csr` it gets its TLS certificate in the same answer. The key was kept before: where an
 * answer is lost, the same code and key get the same answer.
 */
export async function enroll(
  transport: Transport,
  dataDir: string,
  publicKey: PublicKey,
  request: { code: string; name: string; upstream: string; csr?: string },
): Promise<Result<HubIdentity, string>> {
  const { upstream, ...body } = request;
  const answer = await transport.request({
    method: 'POST',
    url: `${upstream}/api/hubs/enroll`,
    headers: {},
    body: JSON.stringify({ ...body, public_key: publicKey }),
    timeoutMs: ENROLL_TIMEOUT_MS,
  });
  if (answer.kind === 'unreachable') {
    const hint = /certificate/i.test(answer.reason)
      ? ' If its certificate is of the company CA, set MANCHENGO_CA.'
      : '';
    return fail(
      `The central server at ${upstream} does not answer (${answer.reason}): a hub's first start needs it.${hint}`,
    );
  }
  if (answer.status !== 200 && answer.status !== 201) {
    const { code, detail } = readRefusal(answer.body, answer.status);
    return fail(`The central server refused the enrolment: ${detail ?? code}`);
  }
  const enrolled = readEnrolment(answer.body);
  if (!enrolled.ok) {
    return fail(`What answers at ${upstream} is no server of this version: its answer is wrong at ${enrolled.error}.`);
  }
  const { hub_id, depot, certificate, ca } = enrolled.value;
  if (certificate !== null && ca !== null) keepCertificate(dataDir, { certificate, ca });
  const identity: HubIdentity = { hub_id, name: body.name, depot, upstream };
  writeWhole(join(dataDir, IDENTITY_FILE), `${JSON.stringify(identity, null, 2)}\n`);
  return ok(identity);
}
