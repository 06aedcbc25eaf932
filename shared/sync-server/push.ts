import Compile from 'typebox/compile';
import {
  EVENT_ERRORS,
  type EventErrorCode,
  ok,
  type RequestError,
  type Resolution,
  type Result,
  refuse,
} from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import {
  type FailedEvent,
  type NodeKind,
  PushEnvelope,
  type PushResponse,
  type Relayed,
} from '#shared/contract/sync.ts';
import { vouch } from '#shared/domain/chain.ts';
import { type Clock, isoTime } from '#shared/ports/clock.ts';
import type { Sha256, VerifySignature } from '#shared/ports/crypto.ts';
import { type Caller, callerId } from './caller.ts';
import { checkEnvelope, nameOf, type ReceivedEvent, type RefusedCopy } from './intake.ts';
import { type RawEvent, readPushBody } from './push-body.ts';
import type { EventOutcome, IncomingBatch, SyncStore } from './sync-store.ts';

export interface PushDeps {
  node: NodeKind;
  store: Pick<SyncStore, 'keysOf' | 'accept'>;
  clock: Clock;
  sha256: Sha256;
  verify: VerifySignature;
}

/** Who pushes, and when their request's headers came. */
export interface PushCall {
  caller: Caller;
  beganMs: number;
}

const envelopeCheck = Compile(PushEnvelope);

/**
 * POST /api/sync/push: judges each event by itself (envelope, checksum, signature), hands the batch to the store in one
 * transaction, and names every event in exactly one of the two lists.
 */
export async function push(
  body: string,
  { caller, beganMs }: PushCall,
  deps: PushDeps,
): Promise<Result<PushResponse, RequestError>> {
  const read = readPushBody(body);
  if (!read) return refuse('INVALID_REQUEST', 'The body is not a JSON object with a list of events.');
  const { envelope, events } = read;
  if (!envelopeCheck.Check(envelope)) {
    return refuse('INVALID_REQUEST', 'device_id, batch_id, sent_at or relayed is missing or wrong.');
  }
  if (envelope.device_id !== callerId(caller))
    return refuse('FORBIDDEN', 'The push names another device than its token.');
  if (events.length > LIMITS.eventsPerPush) {
    return refuse('BATCH_TOO_LARGE', `At most ${LIMITS.eventsPerPush} events go in one push: halve the batch.`);
  }
  const batch = await judge(envelope, events, { caller, beganMs }, deps);
  const accepted = await deps.store.accept(batch);
  if (!accepted.ok) return accepted;
  const { outcomes, checkpoints } = accepted.value;
  return ok({
    ...answerOf(outcomes, batch.refused),
    server_time: isoTime(deps.clock.now()),
    custody: deps.node,
    ...(checkpoints ? { checkpoints } : {}),
  });
}

async function judge(
  envelope: PushEnvelope,
  raw: RawEvent[],
  { caller, beganMs }: PushCall,
  deps: PushDeps,
): Promise<IncomingBatch> {
  const byId = new Map<string, ReceivedEvent>();
  const refused: RefusedCopy[] = [];
  for (const item of raw) {
    const intake = checkEnvelope(item, caller, deps.sha256);
    if (intake.kind === 'refused') refused.push(intake.copy);
    else {
      const { event, text } = intake.received;
      const twin = byId.get(event.id);
      if (!twin) byId.set(event.id, intake.received);
      else if (twin.event.checksum !== event.checksum) {
        const { device_id, seq, checksum, prev_checksum } = event;
        const detail = 'the id stands for another event of this batch';
        refused.push({
          event_id: event.id,
          code: 'EVENT_ID_REUSED',
          detail,
          text,
          claims: { device_id, seq, checksum, prev_checksum },
        });
      }
    }
  }
  const received = [...byId.values()];
  const keys = await deps.store.keysOf([...new Set(received.map(({ event }) => event.device_id))]);
  if (caller.kind === 'device') keys.set(caller.deviceId, caller.key);
  const vouches = vouch(
    received.map(({ event }) => event),
    (deviceId) => keys.get(deviceId),
    deps.verify,
  );
  const relayed = new Map<string, Relayed>(Object.entries(caller.kind === 'hub' ? (envelope.relayed ?? {}) : {}));
  return {
    caller,
    batchId: envelope.batch_id,
    contentHash: deps.sha256(JSON.stringify(raw.map(idAndChecksum))),
    events: received.map((item, index) => ({
      ...item,
      vouch: vouches[index] ?? 'invalid',
      relayed: relayed.get(item.event.id) ?? null,
    })),
    refused,
    driftMs: Math.round(Date.parse(envelope.sent_at) - beganMs),
  };
}

function idAndChecksum(item: RawEvent): [string, string | null] {
  const { checksum } = (item.value ?? {}) as { checksum?: unknown };
  return [nameOf(item), typeof checksum === 'string' ? checksum : null];
}

/** A true copy beats a mangled one of the same id: each id stands in one list only. */
function answerOf(
  outcomes: Map<string, EventOutcome>,
  refused: RefusedCopy[],
): Pick<PushResponse, 'success' | 'acked_event_ids' | 'failed_events'> {
  const acked: string[] = [];
  const failed = new Map<string, FailedEvent>();
  for (const [id, outcome] of outcomes) {
    if (outcome.kind === 'acked') acked.push(id);
    else failed.set(id, failure(id, outcome.code, outcome.resolution));
  }
  for (const { event_id, code } of refused) {
    if (outcomes.has(event_id) || failed.has(event_id)) continue;
    failed.set(event_id, failure(event_id, code));
  }
  return { success: failed.size === 0, acked_event_ids: acked, failed_events: [...failed.values()] };
}

function failure(event_id: string, code: EventErrorCode, resolution?: Resolution): FailedEvent {
  const { retry, action } = EVENT_ERRORS[code];
  return { event_id, error_code: code, retry, resolution: resolution ?? { action } };
}
