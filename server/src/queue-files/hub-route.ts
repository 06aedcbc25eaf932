import { type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { QueueFileParts, QueueFileTaken } from '#shared/contract/queue-file.ts';
import type { BlobStore } from '#shared/sync-server/blob-store.ts';
import type { Authenticate } from '#shared/sync-server/caller.ts';
import { sendResult, type TypedApp } from '../http/typed-app.ts';
import type { ServerDeps } from '../identity/deps.ts';
import { openQueueFile } from './open-queue-file.ts';
import { takeEvents } from './take-events.ts';

export interface HubQueueFileDeps {
  deps: ServerDeps;
  authenticate: Authenticate;
  blobs: Pick<BlobStore, 'find' | 'read'>;
}

/**
 * POST /api/sync/queue-files, by hubs: takes the events of a phone's file whose parts lie here as blobs → QueueFileTaken.
 * 400 INVALID_REQUEST with `fault` (`QueueFileFault`), and nothing taken; 409 CONFLICT where a part is not here whole. The
 * same file again changes nothing.
 */
export function hubQueueFileRoute(app: TypedApp, { deps, authenticate, blobs }: HubQueueFileDeps): void {
  app.post(
    '/api/sync/queue-files',
    { schema: { body: QueueFileParts, response: { 200: QueueFileTaken } } },
    async (request, reply) => {
      const caller = await authenticate(request.headers.authorization, 'read');
      if (!caller.ok) return sendResult(reply, caller);
      if (caller.value.kind !== 'hub') return sendResult(reply, refuse('FORBIDDEN', 'Only a hub brings files so.'));
      const { hubId } = caller.value;
      const file = await fileOf((request.body as QueueFileParts).parts, hubId, blobs);
      const opened = file.ok ? await openQueueFile(file.value, deps.keys) : file;
      return sendResult(reply, opened.ok ? await takeEvents(opened.value, hubId, deps) : opened);
    },
  );
}

async function fileOf(
  parts: string[],
  by: string,
  blobs: HubQueueFileDeps['blobs'],
): Promise<Result<string, RequestError>> {
  const found = await Promise.all(parts.map((sha256) => blobs.find({ sha256, by })));
  if (found.some(({ whole }) => whole === null)) {
    return refuse('CONFLICT', 'A part of the file is not here: bring it, then ask again.');
  }
  const bytes = found.reduce((sum, { whole }) => sum + (whole?.size ?? 0), 0);
  if (bytes > LIMITS.queueFileBytes) return refuse('BATCH_TOO_LARGE', 'No file of a phone is so large.');
  const pieces: Uint8Array[] = [];
  for (const sha256 of parts) for await (const piece of blobs.read(sha256)) pieces.push(piece);
  return { ok: true, value: Buffer.concat(pieces).toString('latin1') };
}
