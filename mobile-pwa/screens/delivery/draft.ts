import type { DeliveryLine } from '#shared/contract/entities.ts';
import type { DeliveryValidated } from '#shared/contract/events.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { noteTotals } from '#shared/domain/delivered-totals.ts';
import type { Entered, Range } from '#shared/ui/number/typed-number.ts';
import type { DeliveryDraft, DraftedFailure, DraftedLine, Scanned } from '../../store/views.ts';

export const CASH_RANGE: Range = { min: 0, max: LIMITS.cashCollected };

/** Under which a full phone holds the form. */
export const draftName = (deliveryId: string): string => `delivery ${deliveryId}`;

interface Visit {
  delivery_id: string;
  /** None where the note is of another driver's tour. */
  lines: DeliveryLine[];
  /** Null where its note was not scanned yet. */
  scanned: Scanned | null;
}

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
  })),
  received_by: '',
  cash: null,
  cash_is_total: false,
  failure: null,
});

/**
 * Goes on with what was typed before the form was left. Where HQ has changed what is ordered meanwhile, what was typed of
 * the goods is about another note; name and cash stay.
 */
export function resumed(kept: DeliveryDraft, visit: Visit): DeliveryDraft {
  const isSame =
    kept.lines.length === visit.lines.length &&
    visit.lines.every(({ product_id, quantity }, index) => {
      const line = kept.lines[index];
      return line?.product_id === product_id && line.ordered === quantity;
    });
  const lines = isSame ? kept.lines : asOrdered(visit, kept.event_id).lines;
  return { ...kept, lines, scanned: visit.scanned };
}

/** Neither scanned nor typed in: nothing to keep. */
export const isUntouched = ({ scanned, failure }: DeliveryDraft): boolean => scanned === null && failure === null;

/** The draft with some of why nothing can be handed over; its event has its id from the first of it on. */
export const withFailure = (
  draft: DeliveryDraft,
  change: Partial<DraftedFailure>,
  newId: () => string,
): DeliveryDraft => ({
  ...draft,
  failure: { ...(draft.failure ?? { event_id: newId(), reason: null, note: '', is_open: true }), ...change },
});

/** The note's lines with what was handed over of each; null while one of them is no number. */
export function deliveredOf(lines: DeliveryLine[], draft: DeliveryDraft): DeliveryLine[] | null {
  const known = lines.map((line, index) => {
    const delivered = draft.lines[index]?.delivered ?? null;
    return typeof delivered === 'number' ? { ...line, delivered } : null;
  });
  return known.every((line) => line !== null) ? known : null;
}

/** The note's total as it stands on the form, in centimes; null where it is not known. */
export function totalOf(lines: DeliveryLine[], draft: DeliveryDraft): number | null {
  const delivered = lines.length === 0 ? null : deliveredOf(lines, draft);
  return delivered && noteTotals(delivered).total_ttc;
}

/** The cash as it stands on the form: what was typed, or the total for as long as it is to be just that. */
export const cashOf = (draft: DeliveryDraft, total: number | null): Entered =>
  draft.cash_is_total ? total : draft.cash;

/** Nothing on the form is wrong: it can be confirmed as it stands. */
export const isReady = (lines: DeliveryLine[], draft: DeliveryDraft): boolean =>
  deliveredOf(lines, draft) !== null && typeof cashOf(draft, 0) !== 'string';

/** What the form says, for the wire. `null` where it is not ready. */
export function detailsOf(lines: DeliveryLine[], draft: DeliveryDraft): Omit<DeliveryValidated, 'validated_at'> | null {
  if (draft.scanned === null || !isReady(lines, draft)) return null;
  const told = deliveredLines(lines, draft.lines);
  const cash = cashOf(draft, totalOf(lines, draft));
  return {
    qr_scanned: draft.scanned.code,
    ...(told ? { lines: told } : {}),
    ...(draft.received_by.trim() ? { received_by: draft.received_by.trim() } : {}),
    ...(typeof cash === 'number' ? { cash_collected: cash } : {}),
  };
}

/**
 * The lines for the wire, left out where all was delivered as ordered. The wire knows products, not lines, so two lines
 * of one product are told as one.
 */
function deliveredLines(lines: DeliveryLine[], drafted: DraftedLine[]): DeliveryValidated['lines'] {
  if (lines.every(({ quantity }, index) => drafted[index]?.delivered === quantity)) return undefined;
  const byProduct = new Map<number, { product_id: number; delivered: number; reason?: string }>();
  lines.forEach(({ product_id, quantity }, index) => {
    const { delivered = null, reason = null } = drafted[index] ?? {};
    if (typeof delivered !== 'number') return;
    const line = byProduct.get(product_id) ?? { product_id, delivered: 0 };
    line.delivered += delivered;
    if (delivered < quantity && reason !== null) line.reason = reason;
    byProduct.set(product_id, line);
  });
  return [...byProduct.values()];
}
