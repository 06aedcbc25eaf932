import type { FastifyInstance } from 'fastify';
import { hubHost } from '#shared/domain/hub-host.ts';
import { changeCertificate, type TlsMaterial } from '#shared/node-app/node-app.ts';
import { ownAddresses } from '#shared/node-app/own-addresses.ts';
import type { Log } from '#shared/ports/log.ts';
import type { NodeTransport } from '#shared/ports/transport-node.ts';
import type { HubIdentity } from '../identity.ts';
import type { HubKey } from '../key/hub-key.ts';
import type { HubSettings } from '../settings.ts';
import { type AskDeps, certificateAsker } from './ask-certificate.ts';
import { keepCertificate, splitPem } from './certificate-files.ts';
import { type CertificateKeeper, keepCertificateFresh } from './keep-certificate.ts';

export interface LookAfterDeps extends AskDeps {
  settings: HubSettings;
  transport: NodeTransport;
  log: Log;
  identity: HubIdentity;
  key: HubKey;
  /** What the app serves with now. */
  tls: TlsMaterial;
}

/** Keeps the yard's app supplied with a certificate that is young and names every address of this machine. */
export function lookAfterCertificate(yard: FastifyInstance, deps: LookAfterDeps): CertificateKeeper {
  const { settings, transport, clock, log, identity, key, tls } = deps;
  return keepCertificateFresh({
    material: tls,
    files: settings.tlsFiles,
    names: [settings.appHost, hubHost(identity.hub_id)],
    addresses: () => ownAddresses(settings.host),
    ask: certificateAsker(identity, key, deps),
    use(material, ca) {
      if (ca !== null) {
        keepCertificate(settings.dataDir, { certificate: material.certificate, ca });
        transport.trust(splitPem(ca));
      }
      changeCertificate(yard, material);
    },
    clock,
    log,
  });
}
