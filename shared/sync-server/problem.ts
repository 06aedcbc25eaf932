import type { FastifyInstance, FastifyReply } from 'fastify';
import { REQUEST_HELP } from '#shared/contract/error-help.ts';
import { REQUEST_ERRORS, type RequestError } from '#shared/contract/errors.ts';

/** Answers a refused request in the form of RFC 9457. */
export function sendProblem(reply: FastifyReply, error: RequestError): FastifyReply {
  const status = REQUEST_ERRORS[error.code];
  if (error.retryAfterSeconds !== undefined) reply.header('retry-after', String(error.retryAfterSeconds));
  // Serialized here: a route's response schema describes its success only.
  return reply
    .code(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({
      type: 'about:blank',
      title: REQUEST_HELP[error.code].title,
      status,
      code: error.code,
      detail: error.detail,
      ...error.extra,
    });
}

/** A client comes back after this where the store is out of reach. */
const OUTAGE_RETRY_SECONDS = 5;

/**
 * Makes every error of an app a problem: Fastify's own refusals by their code, anything unknown as a 500 that tells
 * nothing. `isOutage` knows the errors of a store that is out of reach: a 503, since what was sent is not at fault.
 */
export function answerWithProblems(app: FastifyInstance, isOutage: (error: unknown) => boolean = () => false): void {
  app.setErrorHandler(
    (error: { statusCode?: number; code?: string; validation?: unknown; message: string }, request, reply) => {
      const refusal = isOutage(error) ? OUTAGE : refusalOf(error);
      if (refusal === OUTAGE) request.log.error({ reason: error.message }, 'the store is out of reach');
      else if (refusal.code === 'INTERNAL') request.log.error({ err: error }, 'a request failed');
      else request.log.warn({ code: refusal.code, detail: refusal.detail, from: request.ip }, 'a request was refused');
      return sendProblem(reply, refusal);
    },
  );
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, { code: 'NOT_FOUND', detail: `${request.method} ${request.url.split('?')[0]} does not exist.` }),
  );
}

/** A refusal where Fastify takes errors only: a parser's. */
export class RefusedInput extends Error {
  readonly refusal: RequestError;

  constructor(refusal: RequestError) {
    super(refusal.detail);
    this.refusal = refusal;
  }
}

const OUTAGE: RequestError = {
  code: 'UNAVAILABLE',
  detail: 'The node cannot reach its store right now. Nothing was lost; try again.',
  retryAfterSeconds: OUTAGE_RETRY_SECONDS,
};

function refusalOf(error: { statusCode?: number; code?: string; validation?: unknown; message: string }): RequestError {
  if (error instanceof RefusedInput) return error.refusal;
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return { code: 'BATCH_TOO_LARGE', detail: 'Send less at once: halve the batch.' };
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return { code: 'UNSUPPORTED_MEDIA_TYPE', detail: 'Send application/json.' };
  }
  if (error.validation) return { code: 'INVALID_REQUEST', detail: error.message };
  const status = error.statusCode ?? 500;
  if (status === 413) return { code: 'BATCH_TOO_LARGE', detail: 'Send less at once: halve the batch.' };
  if (status === 415) return { code: 'UNSUPPORTED_MEDIA_TYPE', detail: error.message };
  if (status === 429)
    return { code: 'RATE_LIMITED', detail: 'Too many requests: wait a little.', retryAfterSeconds: 5 };
  if (status >= 400 && status < 500)
    return { code: 'INVALID_REQUEST', detail: 'The body is not valid JSON or not as the contract asks.' };
  return { code: 'INTERNAL', detail: 'The node could not answer. Nothing was lost; try again.' };
}
