import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

/** Smaller than this, an answer is one packet anyway. */
const WORTH_COMPRESSING_BYTES = 1_024;
/** For answers that are made once: a third of the time of zlib's usual, for nearly as small a text. */
const BROTLI_QUALITY = 4;
const COMPRESSIBLE = /^(application\/([\w.+-]+\+)?json|text\/(html|css|plain))\b/;
/**
 * Answers that hold tokens, codes or secrets go as they are. Nobody can make a browser ask for one in another's name, as a
 * token is no cookie, but the length of a compressed text tells of what is in it, and these are short.
 */
const HOLDS_SECRETS = /^\/api\/(auth|hubs)\//;

const CODERS = {
  br: (text: Buffer) => brotli(text, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
  gzip: (text: Buffer) => zip(text),
} as const;
const brotli = promisify<Buffer, object, Buffer>(brotliCompress);
const zip = promisify<Buffer, Buffer>(gzip);
type Coding = keyof typeof CODERS;

/** Sends texts of more than a packet as br or gzip to callers that take it. What streams (photos, files) goes as it is. */
export function compressAnswers(app: FastifyInstance): void {
  app.addHook<string | Buffer>('onSend', async (request, reply, payload) => {
    const isText = typeof payload === 'string' || Buffer.isBuffer(payload);
    if (!isText || !COMPRESSIBLE.test(String(reply.getHeader('content-type') ?? ''))) return payload;
    if (HOLDS_SECRETS.test(request.routeOptions.url ?? '')) return payload;
    reply.header('vary', [reply.getHeader('vary'), 'accept-encoding'].filter(Boolean).join(', '));
    const text = Buffer.from(payload as string);
    const coding = acceptedCoding(String(request.headers['accept-encoding'] ?? ''));
    const isWorthIt = text.length >= WORTH_COMPRESSING_BYTES && request.method !== 'HEAD';
    if (coding === null || !isWorthIt || reply.hasHeader('content-encoding')) return payload;
    reply.header('content-encoding', coding).removeHeader('content-length');
    return CODERS[coding](text);
  });
}

/** The best coding that an `Accept-Encoding` names and does not refuse (`q=0`); null for none. */
export function acceptedCoding(header: string): Coding | null {
  const accepted = new Map(
    header.split(',').map((part): [string, boolean] => {
      const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
      return [name, !parameters.some((text) => /^q=0(\.0*)?$/.test(text))];
    }),
  );
  return (['br', 'gzip'] as const).find((coding) => accepted.get(coding) ?? accepted.get('*')) ?? null;
}
