import { createHash } from 'node:crypto';
import Type from 'typebox';
import { LIMITS } from '#shared/contract/limits.ts';
import { QUEUE_FILE_MEDIA_TYPE, QueueFileFault, QueueFileTaken } from '#shared/contract/queue-file.ts';
import { reader } from '#shared/contract/reader.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { TransportAnswer } from '#shared/ports/transport.ts';
import type { BlobOutbox } from '#shared/sync-client/blob-outbox.ts';
import { carryBlob } from '#shared/sync-client/carry-blob.ts';
import { authorizedRequest, type Channel, interpret } from '#shared/sync-client/node-api.ts';
import type { DiskGuard } from '../store/disk-guard.ts';
import type { QueueFileStore, WaitingFile } from '../store/queue-files.ts';

/** HQ decides some thousand entries before it answers. */
const DECIDE_TIMEOUT_MS = 120_000;
const readTaken = reader(QueueFileTaken);
const readFault = reader(Type.Object({ fault: QueueFileFault }));

export interface CarryQueueFilesDeps {
  files: QueueFileStore;
  /** What HQ made of a file is noted on a full disk too. */
  disk: Pick<DiskGuard, 'withReserve'>;
  clock: Clock;
}

/** `next`: others may go through. `later`: HQ is out of reach, or has no time. */
type Carried = 'next' | 'later';

/**
 * Brings phones' files to HQ, unopened: their bytes as blobs, piece by piece from where a cut has left them, and then the
 * request to take what is in them. What does not come about now is tried in the next round; HQ takes nothing twice.
 */
export function queueFileCarrier(deps: CarryQueueFilesDeps) {
  const { files, disk, clock } = deps;
  const carry = async (file: WaitingFile, channel: Channel, stop: AbortSignal): Promise<Carried> => {
    const parts = await carryParts(file, { files, channel, stop });
    if (typeof parts === 'string') return parts;
    const answer = await askToTake(channel, parts);
    if (answer.kind === 'sign_in') return 'later';
    return disk.withReserve(async () => conclude(file.id, answer, { files, clock }));
  };
  return async (channel: Channel, stop: AbortSignal): Promise<void> => {
    for (const file of files.waiting(clock.now())) {
      if (stop.aborted || (await carry(file, channel, stop)) === 'later') return;
    }
  };
}

/** The names of the parts, once HQ holds all of them. */
async function carryParts(
  { id, size }: WaitingFile,
  { files, channel, stop }: { files: QueueFileStore; channel: Channel; stop: AbortSignal },
): Promise<string[] | Carried> {
  const parts: string[] = [];
  for (let start = 0; start < size; start += LIMITS.blobBytes) {
    const bytes = files.read(id, start, LIMITS.blobBytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const part = { sha256, size: bytes.length, contentType: QUEUE_FILE_MEDIA_TYPE };
    const { kind } = await carryBlob(channel, partOf(files, id, start), part, stop);
    if (kind === 'later' || kind === 'aside') return 'next';
    if (kind !== 'held') return 'later';
    files.noteSent(id, start + bytes.length);
    parts.push(sha256);
  }
  return parts;
}

const askToTake = (channel: Channel, parts: string[]) =>
  authorizedRequest(channel, {
    method: 'POST',
    path: '/api/sync/queue-files',
    headers: {},
    body: JSON.stringify({ parts }),
    timeoutMs: DECIDE_TIMEOUT_MS,
  });

type Concluding = Pick<CarryQueueFilesDeps, 'files' | 'clock'>;

function conclude(id: number, answer: TransportAnswer, { files, clock }: Concluding): Carried {
  const result = interpret(answer, readTaken);
  switch (result.kind) {
    case 'ok':
      files.taken(id, result.value, clock.now());
      return 'next';
    case 'refused':
      refused(id, { status: result.status, fault: faultIn(answer) }, { files, clock });
      return 'next';
    case 'item_fault':
      files.hold(id, null, clock.now());
      return 'next';
    case 'unreachable':
    case 'busy':
    case 'sign_in':
    case 'revoked':
    case 'cursor_expired':
      return 'later';
  }
}

function faultIn(answer: TransportAnswer): QueueFileFault | null {
  const read = readFault(answer.kind === 'answer' ? answer.body : null);
  return read.ok ? read.value.fault : null;
}

function refused(
  id: number,
  { status, fault }: { status: number; fault: QueueFileFault | null },
  { files, clock }: Concluding,
): void {
  if (fault === 'NEWER_VERSION') files.hold(id, fault, clock.now());
  else if (fault !== null) files.refused(id, fault, clock.now());
  // An HQ of before does not know the call.
  else if (status === 404) files.hold(id, 'HQ_OLDER', clock.now());
}

/** A stretch of a file as a blob of its own. */
const partOf = (files: QueueFileStore, id: number, start: number): BlobOutbox => ({
  waiting: async () => [],
  async read(_sha256, from, length) {
    files.noteSent(id, start + from);
    return files.read(id, start + from, length);
  },
  recordHeld: async () => {},
  setAside: async () => {},
});
