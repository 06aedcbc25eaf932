import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Depot } from '#shared/contract/entities.ts';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { EnrollResponse, type PublicKey } from '#shared/contract/identity.ts';
import { reader } from '#shared/contract/reader.ts';
import { readRefusal } from '#shared/contract/refusal.ts';
import type { JoinTrouble } from '#shared/contract/setup.ts';
import type { Transport } from '#shared/ports/transport.ts';
import { keepCertificate } from './certificates/certificate-files.ts';
import { lineTrouble } from './uplink/line-trouble.ts';
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

/** Why a PC is no hub of the company yet: for its wizard, and in one sentence for whoever started it in a terminal. */
export interface JoinFailure {
  trouble: JoinTrouble;
  sentence: string;
}

export const notJoined = (trouble: JoinTrouble, sentence: string) => fail<JoinFailure>({ trouble, sentence });

/**
 * Enrols with a code; with a `csr` it gets its TLS certificate in the same answer. The key was kept before: where an
 * answer is lost, the same code and key get the same answer.
 */
export async function enroll(
  transport: Transport,
  dataDir: string,
  publicKey: PublicKey,
  request: { code: string; name: string; upstream: string; csr?: string },
): Promise<Result<HubIdentity, JoinFailure>> {
  const { upstream, ...body } = request;
  const answer = await transport.request({
    method: 'POST',
    url: `${upstream}/api/hubs/enroll`,
    headers: {},
    body: JSON.stringify({ ...body, public_key: publicKey }),
    timeoutMs: ENROLL_TIMEOUT_MS,
  });
  if (answer.kind === 'unreachable') {
    return silent(upstream, answer.reason);
  }
  if (answer.status !== 200 && answer.status !== 201) {
    const { code, detail } = readRefusal(answer.body, answer.status);
    return notJoined(
      refusalOf(code, answer.status, answer.body),
      `The central server refused the enrolment: ${detail ?? code}`,
    );
  }
  const enrolled = readEnrolment(answer.body);
  if (!enrolled.ok) {
    const sentence = `What answers at ${upstream} is no server of this version: its answer is wrong at ${enrolled.error}.`;
    return notJoined('PORTAL', sentence);
  }
  const { hub_id, depot, certificate, ca } = enrolled.value;
  if (certificate !== null && ca !== null) keepCertificate(dataDir, { certificate, ca });
  const identity: HubIdentity = { hub_id, name: body.name, depot, upstream };
  writeWhole(join(dataDir, IDENTITY_FILE), `${JSON.stringify(identity, null, 2)}\n`);
  return ok(identity);
}

/** Nobody answered at the server's address. */
export function silent(upstream: string, reason: string) {
  const hint = /certificate/i.test(reason) ? ' If its certificate is of the company CA, set MANCHENGO_CA.' : '';
  return notJoined(
    silence(reason),
    `The central server at ${upstream} does not answer (${reason}): a hub's first start needs it.${hint}`,
  );
}

/** What it means that nobody answered, by what the network said. */
function silence(reason: string): JoinTrouble {
  const trouble = lineTrouble(reason);
  return trouble === 'CLOCK' || trouble === 'STRANGER' || trouble === 'PORTAL' ? trouble : 'SILENT';
}

const CODES: Record<string, JoinTrouble> = { UNKNOWN: 'CODE_UNKNOWN', USED: 'CODE_USED', EXPIRED: 'CODE_EXPIRED' };

function refusalOf(code: string, status: number, body: unknown): JoinTrouble {
  if (code === 'CODE_INVALID') return CODES[String((body as { why?: unknown } | null)?.why)] ?? 'CODE_UNKNOWN';
  if (code === 'UPGRADE_REQUIRED') return 'VERSION';
  if (status === 429 || status >= 500) return 'BUSY';
  return status === 404 ? 'PORTAL' : 'OTHER';
}
