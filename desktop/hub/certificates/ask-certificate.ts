import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { HubCertificate } from '#shared/contract/identity.ts';
import { reader } from '#shared/contract/reader.ts';
import { readRefusal } from '#shared/contract/refusal.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';
import type { Transport } from '#shared/ports/transport.ts';
import type { HubIdentity } from '../identity.ts';
import type { HubKey } from '../key/hub-key.ts';
import { hubCredentials } from '../uplink/hub-credentials.ts';
import { certificateRequest } from './certificate-request.ts';

const TIMEOUT_MS = 15_000;
const readCertificate = reader(HubCertificate);

export interface AskDeps {
  transport: Transport;
  clock: Clock;
  ids: Ids;
}

export interface Certificate {
  certificate: string;
  ca: string;
}

/** Asks the server for a certificate for these addresses. The error is one sentence that says what is in the way. */
export function certificateAsker(
  identity: HubIdentity,
  key: HubKey,
  deps: AskDeps,
): (addresses: string[]) => Promise<Result<Certificate, string>> {
  const server = { kind: 'server' as const, url: identity.upstream };
  const credentials = hubCredentials(identity, key, deps);
  const ask = async (csr: string) => {
    const authorization = await credentials.authorization(server);
    return deps.transport.request({
      method: 'POST',
      url: `${identity.upstream}/api/hubs/renew`,
      headers: authorization === null ? {} : { authorization },
      body: JSON.stringify({ csr }),
      timeoutMs: TIMEOUT_MS,
    });
  };
  return async (addresses) => {
    const csr = await certificateRequest(key, addresses);
    let answer = await ask(csr);
    if (answer.kind === 'answer' && answer.status === 401 && (await credentials.renew(server)) === 'renewed') {
      answer = await ask(csr);
    }
    if (answer.kind === 'unreachable') {
      return fail(`The central server at ${identity.upstream} does not answer (${answer.reason}).`);
    }
    const read = readCertificate(answer.body);
    if (answer.status === 200 && read.ok) {
      const { certificate, ca } = read.value;
      if (certificate && ca) return ok({ certificate, ca });
    }
    const { code, detail } = readRefusal(answer.body, answer.status);
    return fail(`The central server gave no certificate: ${detail ?? code}`);
  };
}
