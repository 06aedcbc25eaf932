import { hostname } from 'node:os';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { NodeCard } from '#shared/contract/finding.ts';
import { reader } from '#shared/contract/reader.ts';
import { fingerprintOf, readTlsFiles } from '#shared/node-app/certificates.ts';
import type { TlsMaterial } from '#shared/node-app/node-app.ts';
import { ownAddresses } from '#shared/node-app/own-addresses.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Ids } from '#shared/ports/ids.ts';
import { type NodeTransport, readUnverified } from '#shared/ports/transport-node.ts';
import { certificateAsker } from './certificates/ask-certificate.ts';
import { keepCa, keepCertificate, readCa, readCertificate, splitPem } from './certificates/certificate-files.ts';
import { certificateRequest } from './certificates/certificate-request.ts';
import { enroll, type HubIdentity, type JoinFailure, loadIdentity, notJoined, silent } from './identity.ts';
import { type HubKey, loadHubKey, privateKeyPem } from './key/hub-key.ts';
import type { KeyVault } from './key/key-vault.ts';
import type { HubSettings } from './settings.ts';

const CA_TIMEOUT_MS = 15_000;
const readCard = reader(NodeCard);

export interface JoinDeps {
  settings: HubSettings;
  transport: NodeTransport;
  vault: KeyVault | null;
  clock: Clock;
  ids: Ids;
}

/** What a hub is, once it is enrolled. */
export interface Membership {
  key: HubKey;
  identity: HubIdentity;
  /** What it proves itself with to phones; null where it speaks plain HTTP. */
  tls: TlsMaterial | null;
}

/**
 * The hub's key, whom it trusts, who it is, and its certificate: as they were kept, or as they come about on its first
 * start. The error is one sentence for the person who started it.
 */
export async function joinCompany(deps: JoinDeps): Promise<Result<Membership, JoinFailure>> {
  const { settings, vault } = deps;
  const key = await loadHubKey(settings.dataDir, vault);
  if (!key.ok) return notJoined('OTHER', key.error);
  const stored = loadIdentity(settings.dataDir);
  const trusted = await trustCompany(deps);
  if (!trusted.ok) return trusted;
  const identity = stored
    ? ok({ ...stored, upstream: settings.upstream ?? stored.upstream })
    : await firstStart(deps, key.value);
  if (!identity.ok) return identity;
  const tls = settings.tls ? await ownCertificate(deps, identity.value, key.value) : ok(null);
  if (!tls.ok) return notJoined('OTHER', tls.error);
  return ok({ key: key.value, identity: identity.value, tls: tls.value });
}

/**
 * The company CA as it was kept, or as the server tells it, if its fingerprint is the one that the operator was given
 * with the code. Nothing was sent to the server by then, so a stranger in between learns and gains nothing.
 */
async function trustCompany({ settings, transport }: JoinDeps): Promise<Result<null, JoinFailure>> {
  const { dataDir, upstream, caFingerprint } = settings;
  const kept = readCa(dataDir);
  if (kept !== null) {
    transport.trust(splitPem(kept));
    return ok(null);
  }
  if (caFingerprint === null || upstream === null) return ok(null);
  const told = await readUnverified(`${upstream}/.well-known/manchengo-ca.pem`, CA_TIMEOUT_MS);
  if (told === null)
    return notJoined('SILENT', `The central server at ${upstream} does not tell its CA: a hub's first start needs it.`);
  const root = splitPem(told).find((pem) => fingerprintOf(pem) === caFingerprint);
  if (root === undefined) {
    return notJoined(
      'STRANGER',
      `The server that answers at ${upstream} has another CA than MANCHENGO_CA names: check the fingerprint (HQ, Hubs, New code). If it is right, somebody stands between this hub and HQ.`,
    );
  }
  keepCa(dataDir, `${root}\n`);
  transport.trust([root]);
  return ok(null);
}

/** A hub, or a page of a provider, answers as well: nothing of the code is shown to it. */
async function isServer({ transport }: JoinDeps, upstream: string): Promise<Result<null, JoinFailure>> {
  const answer = await transport.request({
    method: 'GET',
    url: `${upstream}/api/node`,
    headers: {},
    timeoutMs: CA_TIMEOUT_MS,
  });
  if (answer.kind === 'unreachable') return silent(upstream, answer.reason);
  const card = readCard(answer.body);
  if (!card.ok) return notJoined('PORTAL', `What answers at ${upstream} is no server of this company.`);
  return card.value.node === 'server' ? ok(null) : notJoined('HUB', `A depot's hub answers at ${upstream}, not HQ.`);
}

async function firstStart(deps: JoinDeps, key: HubKey): Promise<Result<HubIdentity, JoinFailure>> {
  const { settings, transport } = deps;
  const { upstream, enrollCode: code, dataDir } = settings;
  if (upstream === null || code === null) {
    return notJoined(
      'ADDRESS',
      'This hub is not enrolled yet: set MANCHENGO_UPSTREAM and MANCHENGO_ENROLL_CODE (HQ, Hubs, New code).',
    );
  }
  const server = await isServer(deps, upstream);
  if (!server.ok) return server;
  const request = { code, name: hostname(), upstream };
  if (!settings.tls || settings.tlsFiles !== null) return enroll(transport, dataDir, key.public_jwk, request);
  const csr = await certificateRequest(key, ownAddresses(settings.host));
  return enroll(transport, dataDir, key.public_jwk, { ...request, csr });
}

/** The operator's files, or the certificate that was kept; a hub that was enrolled without one asks for it. */
async function ownCertificate(
  deps: JoinDeps,
  identity: HubIdentity,
  key: HubKey,
): Promise<Result<TlsMaterial, string>> {
  const { settings } = deps;
  if (settings.tlsFiles !== null) return readTlsFiles(settings.tlsFiles);
  const kept = readCertificate(settings.dataDir);
  if (kept !== null) return ok({ certificate: kept, key: privateKeyPem(key) });
  const asked = await certificateAsker(identity, key, deps)(ownAddresses(settings.host));
  if (!asked.ok) return fail(`This hub has no TLS certificate yet, and needs HQ for its first. ${asked.error}`);
  keepCertificate(settings.dataDir, asked.value);
  deps.transport.trust(splitPem(asked.value.ca));
  return ok({ certificate: asked.value.certificate, key: privateKeyPem(key) });
}
