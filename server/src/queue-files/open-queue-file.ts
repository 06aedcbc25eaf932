import { compactDecrypt } from 'jose';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { SEALING_ALG } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { QUEUE_FILE_CONTENT_ENC, QUEUE_FILE_VERSION, type QueueFileFault } from '#shared/contract/queue-file.ts';
import { type RawEvent, readPushBody } from '#shared/sync-server/push-body.ts';
import { queueFileHead } from '#shared/sync-server/queue-file-head.ts';
import { utf8Of } from '#shared/sync-server/strict-input.ts';
import type { ServerKeys } from '../identity/keys.ts';

const SENTENCES: Record<QueueFileFault, string> = {
  NO_QUEUE_FILE: 'This is no file of a phone’s unsent entries. Choose the file that the phone has saved.',
  NEWER_VERSION: 'A newer app has made this file. Nothing of it was taken: update the server, then import it again.',
  OTHER_COMPANY: 'This file was made for another company’s server. Nothing of it was taken.',
  DAMAGED: 'This file was damaged on its way. Nothing of it was taken: have the phone save it again.',
  TOO_MANY_EVENTS: `A file brings at most ${LIMITS.queueFileEvents} entries. Nothing of it was taken.`,
};

const bad = (fault: QueueFileFault): Result<never, RequestError> =>
  refuse('INVALID_REQUEST', SENTENCES[fault], { fault });

/** The events of a phone's file, each with its own text; or the one thing that is wrong with the file. */
export async function openQueueFile(
  text: string,
  keys: Pick<ServerKeys, 'sealingKey'>,
): Promise<Result<RawEvent[], RequestError>> {
  // A mail program may have put a line end behind it.
  const file = text.trim();
  const head = queueFileHead(file);
  if (head === null) return bad('NO_QUEUE_FILE');
  if (head.version > QUEUE_FILE_VERSION) return bad('NEWER_VERSION');
  const key = head.kid === null ? null : keys.sealingKey(head.kid);
  if (key === null) return bad('OTHER_COMPANY');
  const content = await contentOf(file, key);
  const read = content === null ? null : readPushBody(content);
  if (read === null) return bad('DAMAGED');
  return read.events.length > LIMITS.queueFileEvents ? bad('TOO_MANY_EVENTS') : ok(read.events);
}

type Key = NonNullable<ReturnType<ServerKeys['sealingKey']>>;

/** Null where it was not encrypted like this, or not to this key, or something of it is missing. */
async function contentOf(file: string, key: Key): Promise<string | null> {
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(file, key, {
      keyManagementAlgorithms: [SEALING_ALG],
      contentEncryptionAlgorithms: [QUEUE_FILE_CONTENT_ENC],
    });
    // Nothing is inflated: a small file must not become a large one.
    if (protectedHeader.zip !== undefined) return null;
    const content = utf8Of(Buffer.from(plaintext));
    return content.ok ? content.value : null;
  } catch {
    return null;
  }
}
