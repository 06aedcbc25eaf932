import type { FastifyRequest } from 'fastify';
import { HQ_ROLES, type Role } from '#shared/contract/entities.ts';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { mayWrite } from '#shared/contract/hq/rights.ts';
import { scopesAllow } from '#shared/contract/hq/service-accounts.ts';
import type { Caller, Judge, ServiceCaller } from '#shared/sync-server/caller.ts';

/** Who works at HQ's API: HQ's own roles everywhere, a clerk in one depot. What each may write: see `mayWrite`. */
export interface Actor {
  userId: number;
  userName: string;
  deviceId: string;
  role: Role;
  /** The only depot to be seen; null for all. */
  depotId: number | null;
  /** A program: `userName` is its account's name, `deviceId` its account's id, `userId` in whose name it works. */
  isService: boolean;
}

export async function actorOf(
  request: FastifyRequest,
  judge: Judge<Caller | ServiceCaller>,
): Promise<Result<Actor, RequestError>> {
  const caller = await judge(request.headers.authorization, 'read');
  if (!caller.ok) return caller;
  const person = caller.value;
  if (person.kind === 'service') return serviceActor(request, person);
  const nobody = refuse('FORBIDDEN', 'Only the people of HQ, and clerks for their own depot, may use this.');
  if (person.kind !== 'device') return nobody;
  const { userId, userName, deviceId, role, depotId } = person;
  const isOfHq = HQ_ROLES.includes(role);
  if (!isOfHq && (role !== 'clerk' || depotId === null)) return nobody;
  if (!mayDo(request, role)) {
    return refuse('FORBIDDEN', 'You may look at this but not change it: ask an administrator.');
  }
  return ok({ userId, userName, deviceId, role, depotId: isOfHq ? null : depotId, isService: false });
}

const mayDo = (request: FastifyRequest, role: Role): boolean =>
  request.method === 'GET' || request.method === 'HEAD' || mayWrite(role, `${request.method} ${addressIn(request)}`);

/** The address of a route below the prefix of HQ's API. */
const addressIn = ({ routeOptions: { url = '' } }: FastifyRequest): string => url.replace(/^\/api\/admin/, '');

/** A program sees what an admin sees, in one depot what a clerk sees, as far as its scopes allow. */
function serviceActor(request: FastifyRequest, service: ServiceCaller): Result<Actor, RequestError> {
  const { userId, accountName, accountId, depotId, scopes } = service;
  if (!scopesAllow(scopes, request.method, addressIn(request))) {
    return refuse('FORBIDDEN', 'The scopes of this key do not allow this call: an admin makes one that has them.');
  }
  const role = depotId === null ? 'admin' : 'clerk';
  return ok({ userId, userName: accountName, deviceId: accountId, role, depotId, isService: true });
}

/** The depot to show: the one asked for, within what the actor may see; null for all. */
export function depotInSight(actor: Actor, asked: number | null): Result<number | null, RequestError> {
  if (actor.depotId === null || asked === null || asked === actor.depotId) return ok(actor.depotId ?? asked);
  return refuse('FORBIDDEN', 'A clerk sees its own depot only.');
}
