import Type, { type Static } from 'typebox';
import { LotState } from '../entities.ts';
import { LIMITS } from '../limits.ts';
import { Day, Id, Nullable, Quantity, TextLine, Time, Uuid } from '../scalars.ts';

const Some = Type.Integer({ minimum: 1, maximum: LIMITS.quantity });
const ofLot = { depot_id: Id, product_id: Id, lot_number: TextLine(100), reason: TextLine() };
/** Of a lot that the depot does not have yet. */
const dates = { produced_at: Type.Optional(Day), expires_at: Type.Optional(Day) };

/** Goods that came in: a lot of its own, or more of one that is there. */
export const NewReceipt = Type.Object({ ...ofLot, ...dates, quantity: Some });
export type NewReceipt = Static<typeof NewReceipt>;

/** What was found of a lot: so much is there from now on. */
export const NewCount = Type.Object({ ...ofLot, ...dates, quantity: Quantity });
export type NewCount = Static<typeof NewCount>;

/** Goods that are thrown away. */
export const NewWaste = Type.Object({ ...ofLot, quantity: Some });
export type NewWaste = Static<typeof NewWaste>;

/** Goods of a lot on their way to another depot. */
export const NewTransfer = Type.Object({ ...ofLot, quantity: Some, to_depot_id: Id });
export type NewTransfer = Static<typeof NewTransfer>;

/** What of them arrived. Says why, where it is not what was sent. */
export const TransferReceipt = Type.Object({ quantity: Quantity, reason: Type.Optional(TextLine()) });
export type TransferReceipt = Static<typeof TransferReceipt>;

export const StockPaperKind = Type.Union([Type.Literal('RECEIPT'), Type.Literal('COUNT'), Type.Literal('WASTE')]);

/** A receipt, a count or a waste, as it was entered at HQ. */
export const StockPaper = Type.Object({
  id: Uuid,
  kind: StockPaperKind,
  depot_id: Id,
  product_id: Id,
  lot_id: Uuid,
  lot_number: Type.String(),
  /** As it was entered: what came in, was found, or was thrown away. */
  quantity: Quantity,
  /** By how much the lot changed. */
  difference: Type.Integer(),
  reason: Type.String(),
  created_by: Id,
  created_at: Time,
});
export type StockPaper = Static<typeof StockPaper>;

export const Transfer = Type.Object({
  id: Uuid,
  /** From here. */
  depot_id: Id,
  to_depot_id: Id,
  product_id: Id,
  lot_number: Type.String(),
  produced_at: Day,
  expires_at: Day,
  quantity: Some,
  state: Type.Union([Type.Literal('IN_TRANSIT'), Type.Literal('RECEIVED')]),
  reason: Type.String(),
  sent_by: Id,
  sent_at: Time,
  received_quantity: Nullable(Quantity),
  received_reason: Nullable(Type.String()),
  received_by: Nullable(Id),
  received_at: Nullable(Time),
});
export type Transfer = Static<typeof Transfer>;

/** A movement of goods in the ledger of the stock. */
export const StockMoveRecord = Type.Object({
  id: Type.String(),
  at: Time,
  depot_id: Id,
  product_id: Id,
  lot_id: Uuid,
  lot_number: Type.String(),
  /** Negative: taken. */
  quantity: Type.Integer(),
  /** How much there was behind it, of what is asked for: the product in the depot, or the lot. */
  balance: Type.Integer(),
  /** What moved the goods: an event, a paper of HQ, or the lot's own receipt. */
  cause: Type.String(),
  cause_id: Uuid,
  /** What people call it: the number of a note, an invoice or a credit note. */
  reference: Nullable(Type.String()),
  reason: Nullable(Type.String()),
  user_id: Nullable(Id),
  user_name: Nullable(Type.String()),
});
export type StockMoveRecord = Static<typeof StockMoveRecord>;
export const StockMoves = Type.Object({
  items: Type.Array(StockMoveRecord),
  next_cursor: Nullable(Type.String()),
});

/** Whether goods of a lot may be handed over. */
export const LotStateChange = Type.Object({ state: LotState, reason: TextLine() });
export type LotStateChange = Static<typeof LotStateChange>;

/** Goods of a lot that a client got. */
export const LotRecipient = Type.Object({
  client_id: Uuid,
  client_name: Type.String(),
  phone: Nullable(Type.String()),
  depot_id: Id,
  at: Time,
  user_id: Id,
  user_name: Type.String(),
  /** Of the delivery note or the invoice. */
  reference: Type.String(),
  delivery_id: Nullable(Uuid),
  invoice_id: Nullable(Uuid),
  quantity: Type.Integer({ minimum: 1 }),
  /** How much of it came back by credit notes. */
  returned: Quantity,
  /** Whether the lot was noted at the delivery, or follows from the oldest goods of the stock. */
  source: Type.Union([Type.Literal('recorded'), Type.Literal('computed')]),
});
export type LotRecipient = Static<typeof LotRecipient>;

/** Where goods of one production lot are and have gone, whichever depot held them. */
export const LotRecall = Type.Object({
  product_id: Id,
  product_name: Type.String(),
  lot_number: Type.String(),
  produced_at: Day,
  expires_at: Day,
  in_stock: Type.Array(
    Type.Object({ lot_id: Uuid, depot_id: Id, state: LotState, remaining_quantity: Type.Integer() }),
  ),
  /** On their way between depots. */
  in_transit: Type.Integer(),
  given: Type.Array(LotRecipient),
});
export type LotRecall = Static<typeof LotRecall>;
