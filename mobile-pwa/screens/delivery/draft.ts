import type { DeliveryLine } from '#shared/contract/entities.ts';
import {
  type DeliveryDraft,
  type DraftedEmpties,
  type DraftedFailure,
  type DraftedLine,
  type DraftedProof,
  EMPTIES,
  type Scanned,
} from '../../store/views.ts';

/** Under which a full phone holds the form. */
export const draftName = (deliveryId: string): string => `delivery ${deliveryId}`;

interface Visit {
  delivery_id: string;
  /** None where the note is of another driver's tour. */
  lines: DeliveryLine[];
  /** Null where its note was not scanned yet. */
  scanned: Scanned | null;
}

export const NO_PROOF: DraftedProof = { signature: null, photos: [], place: null };
const NO_EMPTIES: DraftedEmpties[] = EMPTIES.map((kind) => ({ kind, given: 0, taken_back: 0 }));

/** Everything as ordered, until the driver says otherwise. Keyed by the line's place: a product may stand on two lines. */
export const asOrdered = ({ delivery_id, lines, scanned }: Visit, eventId: string): DeliveryDraft => ({
  delivery_id,
  event_id: eventId,
  scanned,
  lines: lines.map(({ product_id, quantity }) => ({
    product_id,
    ordered: quantity,
    delivered: quantity,
    reason: null,
    returned: 0,
    lots: [],
  })),
  received_by: '',
  cash: null,
  cash_is_total: false,
  cheque: null,
  empties: NO_EMPTIES,
  proof: NO_PROOF,
  failure: null,
});

/**
 * Goes on with what was typed before the form was left. Where HQ has changed what is ordered meanwhile, what was typed of
 * the goods is about another note; name, money and proof stay. An app of before has kept fewer members.
 */
export function resumed(kept: DeliveryDraft, visit: Visit): DeliveryDraft {
  const fresh = asOrdered(visit, kept.event_id);
  const isSame =
    kept.lines.length === visit.lines.length &&
    visit.lines.every(({ product_id, quantity }, index) => {
      const line = kept.lines[index];
      return line?.product_id === product_id && line.ordered === quantity;
    });
  const lines = isSame ? kept.lines.map((line, index) => ({ ...(fresh.lines[index] ?? line), ...line })) : fresh.lines;
  const failure = kept.failure && { ...kept.failure, proof: kept.failure.proof ?? NO_PROOF };
  return { ...fresh, ...kept, lines, failure, scanned: visit.scanned };
}

/** Neither scanned nor typed in: nothing to keep. */
export const isUntouched = ({ scanned, failure }: DeliveryDraft): boolean => scanned === null && failure === null;

/** The draft with some of why nothing can be handed over; its event has its id from the first of it on. */
export function withFailure(draft: DeliveryDraft, change: Partial<DraftedFailure>, newId: () => string): DeliveryDraft {
  const begun = draft.failure ?? { event_id: newId(), reason: null, note: '', is_open: true, proof: NO_PROOF };
  return { ...draft, failure: { ...begun, ...change } };
}

/** How much of what was ordered is not delivered; null while a quantity is no number. */
export function notDelivered(lines: DeliveryLine[], drafted: DraftedLine[]): number | null {
  let missing = 0;
  for (const [index, { quantity }] of lines.entries()) {
    const delivered = drafted[index]?.delivered;
    if (typeof delivered !== 'number') return null;
    missing += quantity - delivered;
  }
  return missing;
}
