import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createZstdDecompress } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { refuse } from '#shared/contract/errors.ts';
import { sendProblem } from './problem.ts';

const DECODERS: Record<string, () => Transform> = {
  gzip: createGunzip,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

/**
 * Accepts compressed bodies. Fastify counts what comes out of the decoder against the body limit and stops reading
 * there: a small body that inflates to a huge one is a 413 and never lies in memory whole.
 */
export function acceptCompressedBodies(app: FastifyInstance): void {
  app.addHook('preParsing', async (request, reply, payload) => {
    const encoding = request.headers['content-encoding']?.trim().toLowerCase();
    if (encoding === undefined || encoding === 'identity') return payload;
    const decoder = DECODERS[encoding]?.();
    if (!decoder) {
      const refusal = refuse('UNSUPPORTED_MEDIA_TYPE', 'Bodies may be sent as gzip, br or zstd.');
      return sendProblem(reply, refusal.error) as never;
    }
    const inflated = Object.assign(decoder, { receivedEncodedLength: 0 });
    payload.on('data', (chunk: Buffer) => {
      inflated.receivedEncodedLength += chunk.length;
    });
    inflated.on('error', (error: { statusCode?: number }) => {
      error.statusCode ??= 400;
    });
    return payload.pipe(inflated);
  });
}
