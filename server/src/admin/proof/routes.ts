import Type from 'typebox';
import { ok } from '#shared/contract/errors.ts';
import { DeliveryProof, PictureView } from '#shared/contract/hq/proof.ts';
import { Sha256, Uuid } from '#shared/contract/scalars.ts';
import { sendResult } from '../../http/typed-app.ts';
import type { Hq } from '../hq.ts';
import { LISTINGS } from '../lists/listings.ts';
import { readOne } from '../lists/read-page.ts';
import { readProof } from './read-proof.ts';
import { viewPicture } from './view-picture.ts';

/** What shows that a delivery took place, to whoever may see the delivery. */
export function proofRoutes({ app, deps, actorIn, act }: Hq): void {
  /** → who received it, money, place, lots, invoice, and which pictures there are. 404. */
  const proof = { params: Type.Object({ id: Uuid }), response: { 200: DeliveryProof } };
  app.get('/deliveries/:id/proof', { schema: proof }, async (request, reply) => {
    const { id } = request.params;
    const visible = await readOne(deps.database, LISTINGS.deliveries, actorIn(request), id);
    return sendResult(reply, visible.ok ? ok(await readProof(deps.database, id)) : visible);
  });
  /** → the picture; that somebody looked at it is an act. 404. */
  const picture = { params: Type.Object({ id: Uuid, sha256: Sha256 }), response: { 200: PictureView } };
  app.get('/deliveries/:id/pictures/:sha256', { schema: picture }, async (request, reply) => {
    const visible = await readOne(deps.database, LISTINGS.deliveries, actorIn(request), request.params.id);
    if (!visible.ok) return sendResult(reply, visible);
    return sendResult(reply, await act(request, (tx) => viewPicture(tx, request.params)));
  });
}
