import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyReply,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { RequestError, Result } from '#shared/contract/errors.ts';
import { sendProblem } from '#shared/sync-server/problem.ts';

/** An app whose handlers know their input from the TypeBox schemas of the route. */
export type TypedApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** Sends a result's value, or its refusal as a problem. */
export function sendResult(
  reply: FastifyReply,
  result: Result<unknown, RequestError>,
  status: 200 | 201 = 200,
): FastifyReply {
  if (result.ok) return reply.code(status).send(result.value);
  reply.log.warn({ code: result.error.code, detail: result.error.detail, from: reply.request.ip }, 'refused');
  return sendProblem(reply, result.error);
}
