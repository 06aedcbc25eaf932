const AT_LEAST_MS = 15_000;
const BYTES_PER_SECOND = 64 * 1024;

/** For an answer to a question that carries nothing. */
export const ASKING_MS = 25_000;

/**
 * How long a node is given for what it is handed: a slow line must get a large batch through, and a node that takes a call
 * and never answers must not hold up the others for longer than they are owed an attempt. `bytes`: before compression,
 * which makes a quarter of it.
 */
export const uploadTimeoutMs = (bytes: number): number => AT_LEAST_MS + Math.ceil((1_000 * bytes) / BYTES_PER_SECOND);
