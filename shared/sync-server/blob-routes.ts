import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { BlobReceipt, mediaType, parseContentRange } from '#shared/contract/blobs.ts';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { Sha256 } from '#shared/contract/scalars.ts';
import type { BlobStore, Upload } from './blob-store.ts';
import { type Authenticate, type Caller, callerId, type Purpose } from './caller.ts';
import { sendProblem } from './problem.ts';
import { type Announced, receiveBlob } from './receive-blob.ts';
import { isRevoked } from './rescue.ts';

export interface BlobRoutesDeps {
  blobs: BlobStore;
  authenticate: Authenticate;
}

type BlobRequest = FastifyRequest<{ Params: { sha256: string } }>;
/** The name is judged before anything is made of it: it becomes a file's name. */
const schema = { params: Type.Object({ sha256: Sha256 }) };
const putSchema = { ...schema, response: { 200: BlobReceipt, 201: BlobReceipt, 202: BlobReceipt } };

/**
 * Photos and signatures, the same on a hub and on the server, as bytes of any media type, at most `LIMITS.blobBytes`:
 * - HEAD /api/sync/blobs/:sha256 says in `Upload-Offset` how many bytes are here: 200 the whole, 204 a part that this
 *   caller has brought, 404 nothing.
 * - PUT /api/sync/blobs/:sha256 brings all of it, or with `Content-Range: bytes a-b/total` a stretch: a BlobReceipt with
 *   201 where that made it whole, 200 where it was, 202 where more is awaited. 409 CONFLICT with `Upload-Offset` where
 *   bytes before the stretch are missing, 413 BLOB_TOO_LARGE, 422 HASH_MISMATCH.
 * - GET /api/sync/blobs/:sha256 gives the content to whom it concerns; 404 to everybody else.
 * A revoked device may still bring the photos that its events in custody name; else it is 403 DEVICE_REVOKED.
 */
export function blobRoutes(root: FastifyInstance, { blobs, authenticate }: BlobRoutesDeps): void {
  root.register((scope, _options, done) => {
    // A blob is written as it comes, never gathered in memory.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, body, done) => done(null, body));
    const answer =
      (purpose: Purpose, call: (caller: Caller, request: BlobRequest, reply: FastifyReply) => Promise<FastifyReply>) =>
      async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
        const caller = await authenticate(request.headers.authorization, purpose);
        if (!caller.ok) return refused(request, reply, caller.error);
        const { sha256 } = (request as BlobRequest).params;
        if (isRevoked(caller.value) && !(await blobs.isNamedBy(caller.value.deviceId, sha256))) {
          return refused(request, reply, caller.value.refusal, caller.value);
        }
        return call(caller.value, request as BlobRequest, reply);
      };
    const path = '/api/sync/blobs/:sha256';
    // Handing in is never refused for want of a fresh token, and asking how far one came is a part of it.
    scope.head(
      path,
      { schema },
      answer('push', (caller, request, reply) => sayHeld(blobs, caller, request, reply)),
    );
    scope.put(
      path,
      { schema: putSchema },
      answer('push', (caller, request, reply) => take(blobs, caller, request, reply)),
    );
    scope.get(
      path,
      { schema, exposeHeadRoute: false },
      answer('read', (caller, request, reply) => give(blobs, caller, request, reply)),
    );
    done();
  });
}

async function sayHeld(
  blobs: BlobStore,
  caller: Caller,
  request: BlobRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { whole, part } = await blobs.find({ sha256: request.params.sha256, by: callerId(caller) });
  reply.header('upload-offset', String(whole?.size ?? part)).header('cache-control', 'no-store');
  if (whole === null) return reply.code(part > 0 ? 204 : 404).send();
  return reply.code(200).header('content-length', whole.size).header('content-type', whole.contentType).send();
}

async function take(blobs: BlobStore, caller: Caller, request: BlobRequest, reply: FastifyReply) {
  const body = request.body instanceof Readable ? request.body : Readable.from([]);
  const announced = announcedBy(request);
  const upload = { sha256: request.params.sha256, by: callerId(caller) };
  const may = announced.ok ? await mayBegin(blobs, caller, upload, announced.value) : announced;
  const received = may.ok ? await receiveBlob(blobs, upload, body, may.value) : may;
  // What is still under way is let through to nowhere, so that the answer can be read.
  body.resume();
  if (!received.ok) return refused(request, reply, received.error, caller);
  const { receipt, isNew } = received.value;
  reply.header('upload-offset', String(receipt.upload_offset));
  return reply.code(receipt.complete ? (isNew ? 201 : 200) : 202).send(receipt);
}

/** Whoever brings photos that nobody tells of fills his own place, not the disk. */
async function mayBegin(
  blobs: BlobStore,
  caller: Caller,
  upload: Upload,
  announced: Announced,
): Promise<Result<Announced, RequestError>> {
  const { range, bodyBytes } = announced;
  if (range !== null && range.first > 0) return ok(announced);
  const most = caller.kind === 'hub' ? LIMITS.unnamedBlobBytesOfHub : LIMITS.unnamedBlobBytes;
  if (await blobs.hasRoom(upload, range?.total ?? bodyBytes ?? LIMITS.blobBytes, most)) return ok(announced);
  return refuse('CONFLICT', 'Too many photos that no event names lie here: hand in the events that name them first.');
}

function announcedBy({ headers }: BlobRequest): Result<Announced, RequestError> {
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') {
    return refuse('UNSUPPORTED_MEDIA_TYPE', 'Blobs are sent as they are: photos are compressed already.');
  }
  const named = headers['content-range'];
  const range = named === undefined ? null : parseContentRange(named);
  if (named !== undefined && range === null) {
    return refuse('INVALID_REQUEST', 'Content-Range must be "bytes <first>-<last>/<total>".');
  }
  const length = headers['content-length'];
  const bodyBytes = length === undefined ? null : Number(length);
  return ok({ range, bodyBytes, contentType: mediaType(headers['content-type']) });
}

async function give(blobs: BlobStore, caller: Caller, request: BlobRequest, reply: FastifyReply) {
  const { sha256 } = request.params;
  const { whole } = await blobs.find({ sha256, by: callerId(caller) });
  if (whole === null || !(await blobs.mayRead(caller, sha256))) {
    return refused(request, reply, { code: 'NOT_FOUND', detail: 'This node has no such blob for you.' }, caller);
  }
  return (
    reply
      .header('content-type', whole.contentType)
      .header('content-length', whole.size)
      .header('etag', `"${sha256}"`)
      .header('cache-control', 'private, max-age=31536000, immutable')
      // Whatever somebody has sent as a photo, no browser may run it.
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('x-content-type-options', 'nosniff')
      .send(Readable.from(blobs.read(sha256)))
  );
}

function refused(request: FastifyRequest, reply: FastifyReply, error: RequestError, caller?: Caller): FastifyReply {
  const from = { ip: request.ip, caller: caller ? callerId(caller) : null };
  request.log.warn({ code: error.code, detail: error.detail, ...from }, 'a request was refused');
  const held = error.extra?.upload_offset;
  if (held !== undefined) reply.header('upload-offset', String(held));
  return sendProblem(reply, error);
}
