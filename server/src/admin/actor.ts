import type { FastifyRequest } from 'fastify';
import { HQ_ROLES, type Role } from '#shared/contract/entities.ts';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { mayWrite } from '#shared/contract/hq/rights.ts';
import type { Authenticate } from '#shared/sync-server/caller.ts';

/** Who works at HQ's API: HQ's own roles everywhere, a clerk in one depot. What each may write: see `mayWrite`. */
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
  const nobody = refuse('FORBIDDEN', 'Only the people of HQ, and clerks for their own depot, may use this.');
  if (person.kind !== 'device') return nobody;
  const { userId, userName, deviceId, role, depotId } = person;
  const isOfHq = HQ_ROLES.includes(role);
  if (!isOfHq && (role !== 'clerk' || depotId === null)) return nobody;
  if (!mayDo(request, role)) {
    return refuse('FORBIDDEN', 'You may look at this but not change it: ask an administrator.');
  }
  return ok({ userId, userName, deviceId, role, depotId: isOfHq ? null : depotId });
}

const mayDo = ({ method, routeOptions: { url = '' } }: FastifyRequest, role: Role): boolean =>
  method === 'GET' || method === 'HEAD' || mayWrite(role, `${method} ${url.replace(/^\/api\/admin/, '')}`);

/** The depot to show: the one asked for, within what the actor may see; null for all. */
export function depotInSight(actor: Actor, asked: number | null): Result<number | null, RequestError> {
  if (actor.depotId === null || asked === null || asked === actor.depotId) return ok(actor.depotId ?? asked);
  return refuse('FORBIDDEN', 'A clerk sees its own depot only.');
}
