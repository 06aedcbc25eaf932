import type { TSchema } from 'typebox';
import { BlobReceipt } from './blobs.ts';
import { Problem } from './errors.ts';
import { AuditEntry, CATALOGUE, SyncEvent } from './events.ts';
import { NodeCard, Pairing } from './finding.ts';
import { HubHealth, HubHealthResponse } from './hub-health.ts';
import * as identity from './identity.ts';
import { QueueFileParts, QueueFileTaken } from './queue-file.ts';
import * as sync from './sync.ts';

/**
 * Everything that a phone or a hub of any age may send, and everything that it is answered: each part by the name under
 * which `protocol-version.ts` pins it. The HQ API and the depot's own screen are served and read by one program each, and
 * are no part of it.
 */
export const DEVICE_CONTRACT: Readonly<Record<string, TSchema>> = {
  event: SyncEvent,
  'event AUDIT': AuditEntry,
  ...Object.fromEntries(
    Object.entries(CATALOGUE).flatMap(([entity, actions]) =>
      Object.entries(actions).map(([action, payload]) => [`event ${entity}/${action}`, payload as TSchema]),
    ),
  ),
  'push request': sync.PushEnvelope,
  'push answer': sync.PushResponse,
  'push answer to a revoked device': sync.Rescued,
  'pull query': sync.PullQuery,
  'pull answer': sync.PullResponse,
  'bootstrap query': sync.BootstrapQuery,
  'bootstrap answer': sync.BootstrapResponse,
  'status query': sync.StatusQuery,
  'status answer': sync.StatusResponse,
  checkpoint: sync.Checkpoint,
  'blob receipt': BlobReceipt,
  'login request': identity.LoginRequest,
  'login answer': identity.LoginResponse,
  'login refusal with devices': identity.OwnDevices,
  'reset request': identity.ResetRequest,
  'reset answer': identity.ResetResponse,
  'refresh request': identity.RefreshRequest,
  'refresh answer': identity.TokenPair,
  'logout request': identity.LogoutRequest,
  'server keys': identity.Jwks,
  'wiped answer': identity.WipedResponse,
  'hub enrolment': identity.EnrollRequest,
  'hub enrolment answer': identity.EnrollResponse,
  'hub token request': identity.HubTokenRequest,
  'hub token answer': identity.HubTokenResponse,
  'hub certificate request': identity.RenewRequest,
  'hub certificate': identity.HubCertificate,
  'hub health': HubHealth,
  'hub health answer': HubHealthResponse,
  'hub wipe report': identity.WipeReport,
  'hub wipe report answer': identity.WipeReportResponse,
  'hub queue file': QueueFileParts,
  'hub queue file answer': QueueFileTaken,
  'node card': NodeCard,
  'pairing code': Pairing,
  problem: Problem,
};
