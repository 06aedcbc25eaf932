import { createHash } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import Type from 'typebox';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { EvidenceFile, EvidenceVerifier } from '#shared/contract/hq/evidence.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { Uuid } from '#shared/contract/scalars.ts';
import { invariant } from '#shared/domain/invariant.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { sendResult } from '../../http/typed-app.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import type { ServerKeys } from '../../identity/keys.ts';
import type { Transaction } from '../../store/database.ts';
import type { Actor } from '../actor.ts';
import { type Acted, acted } from '../acts/act.ts';
import type { Hq } from '../hq.ts';
import { readEvidence } from './read-evidence.ts';
import { verifierHtml } from './verifier-html.ts';

/** What of a device's journal is handed to a court, an auditor or its person. A clerk takes none. */
export function evidenceRoutes({ app, deps, actorIn, act }: Hq): void {
  const file = { params: Type.Object({ id: Uuid }), response: { 200: EvidenceFile } };
  /** → the evidence file of a device; that somebody took it is an act. 400 for more than an answer holds, 403, 404. */
  app.get('/devices/:id/evidence', { schema: file }, async (request, reply) => {
    const allowed = ofHq(actorIn(request));
    if (!allowed.ok) return sendResult(reply, allowed);
    return sendResult(reply, await act(request, (tx) => takeEvidence(tx, deps, request.params.id)));
  });
  /** → the page that verifies such files without us, and the thumbprint that it compares. 403. */
  app.get('/evidence/verifier', { schema: { response: { 200: EvidenceVerifier } } }, async (request, reply) => {
    const allowed = ofHq(actorIn(request));
    if (!allowed.ok) return sendResult(reply, allowed);
    return sendResult(reply, ok({ html: await verifierHtml(), thumbprint: await thumbprintOf(deps.keys) }));
  });
}

const ofHq = ({ depotId }: Actor): Result<null, RequestError> =>
  depotId === null ? ok(null) : refuse('FORBIDDEN', 'Evidence is given by the people of HQ.');

async function takeEvidence(
  tx: Transaction,
  { keys, clock }: ServerDeps,
  id: string,
): Promise<Result<Acted<EvidenceFile>, RequestError>> {
  const counted = await tx.query<{ name: string; events: number }>(
    `SELECT d.name, (SELECT count(*)::integer FROM events WHERE device_id = d.id) AS events FROM devices d WHERE d.id = $1`,
    [id],
  );
  const [device] = counted.rows;
  if (!device) return refuse('NOT_FOUND', `There is no device ${id}.`);
  if (device.events > LIMITS.evidenceEvents) {
    return refuse(
      'INVALID_REQUEST',
      `More than ${LIMITS.evidenceEvents} entries: take it at the server, npm run evidence.`,
    );
  }
  const nowMs = clock.now();
  const text = await readEvidence({ database: tx, keys, nowMs, madeAt: isoTime(nowMs) }, id);
  invariant(text !== null, 'the device was just read');
  const sha256 = createHash('sha256').update(text).digest('hex');
  return acted(
    { name: `preuve-${id}.json`, text, sha256 },
    {
      ...{ what: 'EVIDENCE_EXPORTED', entity: ['DEVICE', id], name: device.name, before: null },
      ...{ after: { quantity: device.events, sha256 }, reason: null },
    },
  );
}

/** Of the key that signs what HQ says now. */
function thumbprintOf(keys: ServerKeys): Promise<string> {
  const key = keys.jwks.keys.find(({ kid }) => kid === keys.token.kid);
  invariant(key !== undefined, 'the key that signs is published');
  return calculateJwkThumbprint(key);
}
