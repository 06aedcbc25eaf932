import Type, { type Static } from 'typebox';
import { Depot } from './entities.ts';
import { OneTimeCode } from './identity.ts';
import { LIMITS } from './limits.ts';
import { Nullable, Sha256 } from './scalars.ts';

/**
 * Everything that a depot's PC needs for its first start, as HQ gives it beside the code: one text to paste, or one file.
 */
export const Invitation = Type.Object({
  v: Type.Literal(1),
  /** The central server's origin. */
  server: Type.String({ minLength: 1, maxLength: LIMITS.addressChars }),
  code: Type.String({ minLength: 1, maxLength: 100 }),
  /** SHA-256 of the company CA; null where the server's certificate is of an authority that systems know. */
  ca: Nullable(Sha256),
});
export type Invitation = Static<typeof Invitation>;

/** What HQ answers to POST /api/admin/hub-codes: the code, shown this once, and all that goes with it. */
export const HubCode = Type.Object({ ...OneTimeCode.properties, invitation: Invitation });
export type HubCode = Static<typeof HubCode>;

/** POST /api/setup/join, of a PC that belongs to no depot yet, on loopback: what its clerk was given by HQ. */
export const JoinRequest = Type.Omit(Invitation, ['v']);
export type JoinRequest = Static<typeof JoinRequest>;

/**
 * Why a PC could not join. `ADDRESS`: that is no address of a server. `SILENT`: nobody answers there. `CLOCK`: the
 * server's certificate is of another time than this PC's. `STRANGER`: what answers cannot prove that it is HQ. `HUB`: a
 * depot's PC answers there. `PORTAL`: what answers is no node. `BUSY`: HQ has no time now. The `CODE_…` are HQ's.
 */
export const JoinTrouble = Type.Union([
  Type.Literal('ADDRESS'),
  Type.Literal('SILENT'),
  Type.Literal('CLOCK'),
  Type.Literal('STRANGER'),
  Type.Literal('HUB'),
  Type.Literal('PORTAL'),
  Type.Literal('BUSY'),
  Type.Literal('VERSION'),
  Type.Literal('CODE_UNKNOWN'),
  Type.Literal('CODE_USED'),
  Type.Literal('CODE_EXPIRED'),
  Type.Literal('OTHER'),
]);
export type JoinTrouble = Static<typeof JoinTrouble>;

export const JoinAnswer = Type.Union([
  Type.Object({ joined: Type.Literal(true), depot: Depot }),
  Type.Object({ joined: Type.Literal(false), trouble: JoinTrouble }),
]);
export type JoinAnswer = Static<typeof JoinAnswer>;
