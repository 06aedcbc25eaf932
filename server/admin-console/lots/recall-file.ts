import type { LotRecall } from '#shared/contract/hq/stock.ts';
import { CSV_BEGIN, csvLine } from '#shared/domain/csv.ts';

/** What the columns of the file are called, and how its values are said. */
export interface RecallText {
  heads: string[];
  depot: (id: number) => string;
  at: (iso: string) => string;
  source: (source: 'recorded' | 'computed') => string;
}

/** Who got goods of a lot, one line each, for whoever makes the calls. */
export const recallFile = ({ given }: LotRecall, { heads, depot, at, source }: RecallText): string =>
  CSV_BEGIN +
  csvLine(heads) +
  given
    .map((to) =>
      csvLine([
        ...[to.client_name, to.phone, to.quantity, to.returned, at(to.at), to.user_name],
        ...[to.reference, depot(to.depot_id), source(to.source)],
      ]),
    )
    .join('');
