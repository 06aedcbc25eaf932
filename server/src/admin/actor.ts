import type { FastifyRequest } from 'fastify';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { Authenticate } from '#shared/sync-server/caller.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A clerk may do this, too, in its own depot: the one kind of writing that is not the admin's alone. */
    forClerks?: true;
  }
}

/** Who works at HQ's API: an admin everywhere, a clerk in one depot and only with their eyes. */
export interface Actor {
  userId: number;
  /** The only depot to be seen; null for all. */
  depotId: number | null;
}

export async function actorOf(
  request: FastifyRequest,
  authenticate: Authenticate,
): Promise<Result<Actor, RequestError>> {
  const caller = await authenticate(request.headers.authorization, 'read');
  if (!caller.ok) return caller;
  const person = caller.value;
  if (person.kind === 'device' && person.role === 'admin') return ok({ userId: person.userId, depotId: null });
  if (person.kind === 'device' && person.role === 'clerk' && person.depotId !== null) {
    const reading = request.method === 'GET' || request.method === 'HEAD';
    if (reading || request.routeOptions.config.forClerks) return ok({ userId: person.userId, depotId: person.depotId });
    return refuse('FORBIDDEN', 'A clerk may look but not change anything here: ask an administrator.');
  }
  return refuse('FORBIDDEN', 'Only administrators, and clerks for their own depot, may use this.');
}

/** The depot to show: the one asked for, within what the actor may see; null for all. */
export function depotInSight(actor: Actor, asked: number | null): Result<number | null, RequestError> {
  if (actor.depotId === null || asked === null || asked === actor.depotId) return ok(actor.depotId ?? asked);
  return refuse('FORBIDDEN', 'A clerk sees its own depot only.');
}
