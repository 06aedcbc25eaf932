import Type, { type Static } from 'typebox';
import { Id, Nullable, Sha256, Time, Uuid } from '../scalars.ts';

/** A picture that an entry about a delivery names. */
export const ProofPicture = Type.Object({
  sha256: Sha256,
  kind: Type.Union([Type.Literal('PHOTO'), Type.Literal('SIGNATURE')]),
  event_id: Uuid,
  at: Time,
  user_name: Nullable(Type.String()),
  /** Its content is at HQ. */
  is_here: Type.Boolean(),
});
export type ProofPicture = Static<typeof ProofPicture>;

/** Goods of a lot that a delivery took. */
export const ProofMove = Type.Object({
  product_id: Id,
  lot_id: Uuid,
  lot_number: Type.String(),
  quantity: Type.Integer(),
  /** The lot was noted at the handover; otherwise it follows from the order of the stock. */
  is_recorded: Type.Boolean(),
});
export type ProofMove = Static<typeof ProofMove>;

/** What shows that a delivery took place as it stands: pictures by name alone, who received it, money, lots, invoice. */
export const DeliveryProof = Type.Object({
  pictures: Type.Array(ProofPicture),
  received_by: Nullable(Type.String()),
  cash_collected: Nullable(Type.Integer()),
  location: Nullable(Type.Object({ lat: Type.Number(), lng: Type.Number() })),
  moves: Type.Array(ProofMove),
  invoice: Nullable(Type.Object({ id: Uuid, reference: Type.String(), total_ttc: Type.Integer() })),
});
export type DeliveryProof = Static<typeof DeliveryProof>;

/** A picture itself. That it was looked at, by whom and when, is an act. */
export const PictureView = Type.Object({
  content_type: Type.String(),
  /** In base64. */
  data: Type.String(),
});
export type PictureView = Static<typeof PictureView>;
