import { decodeProtectedHeader } from 'jose';
import { QUEUE_FILE_TYPE } from '#shared/contract/queue-file.ts';

/** What a phone's file says in the clear. */
export interface QueueFileHead {
  version: number;
  /** To which key it is encrypted. */
  kid: string | null;
}

/** Far beyond what stands in a head: nothing of a stranger's file of megabytes is decoded. */
const HEAD_CHARS = 4_096;

/** Null for what is no such file. One that was cut off has its head: it is one of ours, and damaged. */
export function queueFileHead(file: string): QueueFileHead | null {
  const head = file.slice(0, HEAD_CHARS).split('.', 1)[0] ?? '';
  try {
    const { typ, v, kid } = decodeProtectedHeader({ protected: head }) as Record<string, unknown>;
    if (typ !== QUEUE_FILE_TYPE || !Number.isInteger(v)) return null;
    return { version: v as number, kid: typeof kid === 'string' ? kid : null };
  } catch {
    return null;
  }
}

const PARTS_OF_JWE = 5;

/** Whether all of its parts are there, written in the letters of a JWE. What lies in them only HQ can tell. */
export function isWholeQueueFile(file: string): boolean {
  const parts = file.split('.');
  return parts.length === PARTS_OF_JWE && parts.every((part) => part !== '' && !/[^\w-]/.test(part));
}
