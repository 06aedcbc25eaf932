import type { FastifyInstance } from 'fastify';
import { WipedResponse } from '#shared/contract/identity.ts';
import type { Authenticate } from '#shared/sync-server/caller.ts';
import { sendProblem } from '#shared/sync-server/problem.ts';
import { limitRelayed } from '#shared/sync-server/rate-limit.ts';
import { isRevoked } from '#shared/sync-server/rescue.ts';
import type { WipeStore } from '../store/wipes.ts';
import { type Forward, OUT_OF_REACH } from './upstream-proxy.ts';

/**
 * POST /api/devices/wiped, a revoked device's last message: passed through. Where the server is out of reach it is kept, and
 * answered with 202: the device erases the token by which it could say so again.
 */
export function wipeConfirmation(
  app: FastifyInstance,
  deps: { forward: Forward; authenticate: Authenticate; wipes: WipeStore },
): void {
  const schema = { response: { 200: WipedResponse, 202: WipedResponse } };
  app.post('/api/devices/wiped', { onRequest: limitRelayed(app), schema }, async (request, reply) => {
    const answer = await deps.forward(request);
    if (answer !== null) return answer.send(reply);
    const { authorization } = request.headers;
    const caller = await deps.authenticate(authorization, 'push');
    if (!caller.ok) return sendProblem(reply, caller.error);
    if (!isRevoked(caller.value)) return sendProblem(reply, OUT_OF_REACH);
    const token = (authorization ?? '').replace(/^Bearer /i, '');
    deps.wipes.keepConfirmation({ device_id: caller.value.deviceId, token });
    return reply.code(202).send({ wipe_state: 'CONFIRMED' });
  });
}
