import type { DeliveryLine } from '#shared/contract/entities.ts';
import type { DeliveredLine, DeliveryFailed } from '#shared/contract/events.ts';
import { noteTotals } from '#shared/domain/delivered-totals.ts';
import type { Entered } from '#shared/ui/number/typed-number.ts';
import type { DeliveryDetails, DeliveryDraft, DraftedFailure, DraftedLine, DraftedProof } from '../../store/views.ts';
import { lotsFault } from './lots.ts';
import { cashOf, chequeOf, isMoneyReady } from './money.ts';

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

/** Nothing on the form is wrong: it can be confirmed as it stands. */
export const isReady = (lines: DeliveryLine[], draft: DeliveryDraft): boolean =>
  deliveredOf(lines, draft) !== null &&
  draft.lines.every((line) => isCount(line.returned) && lotsFault(line) === null) &&
  draft.empties.every(({ given, taken_back }) => isCount(given) && isCount(taken_back)) &&
  isMoneyReady(draft);

const isCount = (entered: Entered): entered is number => typeof entered === 'number';

/** What the form says, for the wire. `null` where it is not ready. */
export function detailsOf(lines: DeliveryLine[], draft: DeliveryDraft): DeliveryDetails | null {
  if (draft.scanned === null || !isReady(lines, draft)) return null;
  const told = toldLines(lines, draft.lines);
  const cash = cashOf(draft, totalOf(lines, draft));
  const cheque = draft.cheque && chequeOf(draft.cheque);
  const empties = emptiesOf(draft);
  return {
    qr_scanned: draft.scanned.code,
    ...(told ? { lines: told } : {}),
    ...(draft.received_by.trim() ? { received_by: draft.received_by.trim() } : {}),
    ...(typeof cash === 'number' ? { cash_collected: cash } : {}),
    ...(cheque ? { cheque } : {}),
    ...(empties.length > 0 ? { empties } : {}),
    ...proofOf(draft.proof),
    ...(draft.proof.signature === null ? {} : { signature_blob: draft.proof.signature }),
  };
}

/** Why nothing could be handed over, for the wire; null where no reason was chosen yet. */
export function failureOf({ reason, note, proof }: DraftedFailure): DeliveryFailed | null {
  if (reason === null) return null;
  return { reason, ...(note.trim() ? { note: note.trim() } : {}), ...proofOf(proof) };
}

const proofOf = ({ photos, place }: DraftedProof) => ({
  ...(photos.length > 0 ? { photo_blobs: photos } : {}),
  ...(place === null ? {} : { location: place }),
});

const emptiesOf = ({ empties }: DeliveryDraft) =>
  empties.flatMap(({ kind, given, taken_back }) =>
    isCount(given) && isCount(taken_back) && given + taken_back > 0 ? [{ kind, given, taken_back }] : [],
  );

/**
 * The lines for the wire, left out where all was delivered as ordered and nothing else was said of the goods. The wire
 * knows products, not lines, so two lines of one product are told as one.
 */
function toldLines(lines: DeliveryLine[], drafted: DraftedLine[]): DeliveredLine[] | undefined {
  const isPlain = lines.every(({ quantity }, index) => {
    const line = drafted[index];
    return line?.delivered === quantity && line.returned === 0 && line.lots.length === 0;
  });
  if (isPlain) return undefined;
  const byProduct = new Map<number, DeliveredLine>();
  lines.forEach(({ product_id, quantity }, index) => {
    const entry = drafted[index];
    if (!entry || !isCount(entry.delivered)) return;
    byProduct.set(product_id, withEntry(byProduct.get(product_id) ?? { product_id, delivered: 0 }, entry, quantity));
  });
  return [...byProduct.values()];
}

function withEntry(
  told: DeliveredLine,
  { delivered, reason, returned, lots }: DraftedLine,
  ordered: number,
): DeliveredLine {
  const line = { ...told };
  if (isCount(delivered)) {
    line.delivered += delivered;
    if (delivered < ordered && reason !== null) line.reason_code = reason;
  }
  if (isCount(returned) && returned > 0) line.returned = (line.returned ?? 0) + returned;
  const counted = lots.flatMap(({ lot_number, quantity }) =>
    isCount(quantity) ? [{ lot_number: lot_number.trim(), quantity }] : [],
  );
  return counted.length === 0 ? line : { ...line, lots: [...(line.lots ?? []), ...counted] };
}
