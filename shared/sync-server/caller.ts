import type { Role } from '#shared/contract/entities.ts';
import type { RequestError, Result } from '#shared/contract/errors.ts';
import type { PublicKey } from '#shared/contract/identity.ts';
import type { Scope } from '#shared/domain/change.ts';
import { crewDepot } from '#shared/domain/crew.ts';

/** Who makes a request, as its token proves. */
export type Caller =
  | {
      kind: 'device';
      deviceId: string;
      userId: number;
      userName: string;
      role: Role;
      depotId: number | null;
      key: PublicKey;
      /** The user moved at this position: cursors from before it are of another scope. */
      scopeFrom: number;
      /** The token is past its life but honoured, for handing in or while the server is out of reach. */
      expired: boolean;
      /** The device is revoked. What it hands in is rescued all the same, and this is what it is answered. */
      refusal?: RequestError;
    }
  | { kind: 'hub'; hubId: string; depotId: number };

/** A program that calls HQ's API by a key of its own. It is nobody anywhere else. */
export interface ServiceCaller {
  kind: 'service';
  accountId: string;
  accountName: string;
  /** In whose name it works. */
  userId: number;
  /** The only depot that it sees; null for all. */
  depotId: number | null;
  scopes: readonly string[];
}

/** Why a token is presented: handing in a queue is never refused for want of a fresh one. */
export type Purpose = 'push' | 'read';

/** Judges the `Authorization` header. Each node brings its own: the server asks its database, a hub its cached keys. */
export type Judge<C> = (authorization: string | undefined, purpose: Purpose) => Promise<Result<C, RequestError>>;
export type Authenticate = Judge<Caller>;

export const callerId = (caller: Caller | ServiceCaller): string => {
  switch (caller.kind) {
    case 'hub':
      return caller.hubId;
    case 'device':
      return caller.deviceId;
    case 'service':
      return caller.accountId;
  }
};

/** Cursors from before this position are of a scope that the caller has left. */
export const scopeFrom = (caller: Caller): number => (caller.kind === 'hub' ? 0 : caller.scopeFrom);

/** The depot whose pending deliveries, lots and tours a caller sees: a hub's, or that in whose crew its user is. */
export const workDepot = (caller: Caller): number | null =>
  caller.kind === 'hub' ? caller.depotId : crewDepot({ role: caller.role, depot_id: caller.depotId });

export const scopeOf = (caller: Caller): Scope =>
  caller.kind === 'hub'
    ? { kind: 'hub', hubId: caller.hubId, depotId: caller.depotId }
    : { kind: 'device', deviceId: caller.deviceId, userId: caller.userId, depotId: caller.depotId };
