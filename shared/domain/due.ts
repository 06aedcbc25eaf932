/** Centimes. */
export interface Collection {
  /** Cash and cheque together. */
  collected: number;
  /** What was handed over is worth, with TVA. */
  total_ttc: number;
  /** What the client owed before; below zero: it has paid ahead. Null where it is not known. */
  balance: number | null;
}

/** What there is to collect: the note, and what was owed before. What was paid ahead is the office's to settle. */
export const dueOf = ({ total_ttc, balance }: Omit<Collection, 'collected'>): number =>
  total_ttc + Math.max(0, balance ?? 0);

/** More was collected than is due: asked about before it is recorded, since a slip of a finger is dear. */
export const isMoreThanDue = (collection: Collection): boolean => collection.collected > dueOf(collection);
