import Type, { type Static } from 'typebox';
import { Nullable } from '../scalars.ts';

/**
 * One line of the hub's self-test. `PORT`: phones may call. `NAME`: the app's name leads here. `PHONES`: one has called in
 * the last minutes.
 */
export const NetworkCheck = Type.Object({
  what: Type.Union([
    Type.Literal('NETWORK'),
    Type.Literal('PORT'),
    Type.Literal('NAME'),
    Type.Literal('CLOCK'),
    Type.Literal('HQ'),
    Type.Literal('PHONES'),
  ]),
  state: Type.Union([Type.Literal('GOOD'), Type.Literal('BAD'), Type.Literal('UNSURE')]),
  cause: Nullable(
    Type.Union([
      Type.Literal('NO_NETWORK'),
      Type.Literal('PORT_BLOCKED'),
      Type.Literal('NO_MULTICAST'),
      Type.Literal('OTHER_HUB'),
      Type.Literal('NAME_TAKEN'),
      Type.Literal('CLOCK_WRONG'),
      Type.Literal('HQ_SILENT'),
      Type.Literal('HQ_REFUSES'),
      Type.Literal('NO_PHONE_YET'),
    ]),
  ),
});
export type NetworkCheck = Static<typeof NetworkCheck>;

/** GET /api/desktop/network: the self-test, made now. */
export const DesktopNetwork = Type.Object({ addresses: Type.Array(Type.String()), checks: Type.Array(NetworkCheck) });
export type DesktopNetwork = Static<typeof DesktopNetwork>;
