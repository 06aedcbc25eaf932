import { queryOptions } from '@tanstack/react-query';
import { DeskAnswer } from '#shared/contract/desktop/desk.ts';
import { type QueueFileImport, QueueFileOffered, QueueFiles } from '#shared/contract/desktop/queue-files.ts';
import { QUEUE_FILE_MEDIA_TYPE } from '#shared/contract/queue-file.ts';
import { reader } from '#shared/contract/reader.ts';
import { fetchTransport } from '#shared/ports/transport.ts';
import { callJson, valueOrThrow } from '#shared/ui/json-call.ts';
import { post } from './desk.ts';
import { get, windowHeaders } from './queries.ts';

/** HQ may be asked for its keys on the way. */
const TIMEOUT_MS = 45_000;
const readFiles = reader(QueueFiles);
const readOffered = reader(QueueFileOffered);
const readAnswer = reader(DeskAnswer);

/** The phones' files that were imported here. */
export const queueFilesQuery = queryOptions({
  queryKey: ['queue-files'],
  queryFn: () => get(readFiles, '/api/desktop/queue-files'),
});

/** Whether a file may be imported; the hub keeps its bytes until it is. */
export async function offerQueueFile(bytes: Uint8Array<ArrayBuffer>): Promise<QueueFileOffered> {
  const call = {
    method: 'POST' as const,
    url: new URL('/api/desktop/queue-files/offer', window.location.origin).href,
    headers: { ...windowHeaders, 'content-type': QUEUE_FILE_MEDIA_TYPE },
    bytes,
    timeoutMs: TIMEOUT_MS,
  };
  return valueOrThrow(await callJson(fetchTransport, call, readOffered));
}

export const importQueueFile = (given: QueueFileImport): Promise<DeskAnswer> =>
  post(readAnswer, '/api/desktop/queue-files', given);
