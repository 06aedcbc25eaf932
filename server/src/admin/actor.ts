import type { FastifyRequest } from 'fastify';
import type { Role } from '#shared/contract/entities.ts';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import type { Authenticate } from '#shared/sync-server/caller.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may do this beside an admin; a clerk in its own depot. Reading needs no such word. */
    also?: readonly Role[];
  }
}

/** Who works at HQ's API: an admin everywhere, a clerk in one depot and only with their eyes. */
export interface Actor {
  userId: number;
  userName: string;
  deviceId: string;
  role: Role;
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
  const nobody = refuse('FORBIDDEN', 'Only administrators, and clerks for their own depot, may use this.');
  if (person.kind !== 'device') return nobody;
  const { userId, userName, deviceId, role } = person;
  const actor = { userId, userName, deviceId, role };
  if (role === 'admin') return ok({ ...actor, depotId: null });
  if (role !== 'clerk' || person.depotId === null) return nobody;
  const reading = request.method === 'GET' || request.method === 'HEAD';
  if (reading || request.routeOptions.config.also?.includes(role)) return ok({ ...actor, depotId: person.depotId });
  return refuse('FORBIDDEN', 'A clerk may look but not change anything here: ask an administrator.');
}

/** The depot to show: the one asked for, within what the actor may see; null for all. */
export function depotInSight(actor: Actor, asked: number | null): Result<number | null, RequestError> {
  if (actor.depotId === null || asked === null || asked === actor.depotId) return ok(actor.depotId ?? asked);
  return refuse('FORBIDDEN', 'A clerk sees its own depot only.');
}
