import Type from 'typebox';
import { LIMITS } from '../limits.ts';
import { Day, TextLine, Uuid } from '../scalars.ts';
import { Month } from './closing.ts';
import { NumberText } from './list-queries.ts';
import { CHEQUE_STATES } from './reports.ts';

/** What HQ's calls beside its lists may be asked with, and nothing else. Query parameters are text. */

const closed = { additionalProperties: false };
const depot_id = Type.Optional(NumberText);
const month = Type.Optional(Month);
const period = { from: Type.Optional(Day), to: Type.Optional(Day) };

/** Of some days, in Algiers; both count. */
export const PeriodQuery = Type.Object(period, closed);
/** Of a month, of one depot or all. */
export const MonthQuery = Type.Object({ month, depot_id }, closed);
/** A day's boards. */
export const DayQuery = Type.Object({ day: Type.Optional(Day), depot_id }, closed);
export const DepotQuery = Type.Object({ depot_id }, closed);
export const ClosedMonthsQuery = Type.Object({ month }, closed);
export const ChequesQuery = Type.Object(
  { ...period, depot_id, state: Type.Optional(Type.Union(CHEQUE_STATES.map((state) => Type.Literal(state)))) },
  closed,
);
export const StockMovesQuery = Type.Object(
  {
    depot_id,
    product_id: Type.Optional(NumberText),
    lot_id: Type.Optional(Uuid),
    limit: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,5}$' })),
    cursor: Type.Optional(Type.String({ maxLength: LIMITS.cursorChars })),
  },
  closed,
);
export const FeedQuery = Type.Object(
  {
    since: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    /** Separated by commas; absent: all that the caller may hear of. */
    kinds: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
  },
  closed,
);
export const ImportQuery = Type.Object(
  {
    dry_run: Type.Optional(Type.Union([Type.Literal('0'), Type.Literal('1')])),
    /** What its sender calls the file: it stands on the receipt. */
    file: Type.Optional(TextLine(200)),
  },
  closed,
);
