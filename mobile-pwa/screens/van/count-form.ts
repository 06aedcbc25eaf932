import { LIMITS } from '#shared/contract/limits.ts';
import type { TourCounted } from '#shared/contract/tour-events.ts';
import type { TourDay } from '#shared/domain/tour/tour-id.ts';
import type { Entered } from '#shared/ui/number/typed-number.ts';
import { type DraftedCheque, type DraftedEmpties, EMPTIES } from '../../store/views.ts';

/** What a dinar is paid in: notes and coins, in centimes. */
export const PIECES = [2_000_00, 1_000_00, 500_00, 200_00, 100_00, 50_00, 20_00, 10_00, 5_00] as const;

export const CONDITIONS = ['GOOD', 'BROKEN', 'EXPIRED'] as const satisfies TourCounted['lines'][number]['condition'][];
export type Condition = (typeof CONDITIONS)[number];

export type CountedGoods = { product_id: number } & Record<Condition, Entered>;

/** What came back, as it is counted. Nothing of what is expected stands in it. */
export interface CountForm {
  goods: CountedGoods[];
  /** In the order of `PIECES`. */
  pieces: Entered[];
  cheques: DraftedCheque[];
  empties: DraftedEmpties[];
}

export const BLANK_COUNT: CountForm = {
  goods: [],
  pieces: PIECES.map(() => 0),
  cheques: [],
  empties: EMPTIES.map((kind) => ({ kind, given: 0, taken_back: 0 })),
};

export const isBlankCount = ({ goods, pieces, cheques, empties }: CountForm): boolean =>
  goods.length + cheques.length === 0 &&
  [...pieces, ...empties.flatMap(({ given, taken_back }) => [given, taken_back])].every((each) => each === 0);

/** Centimes; null while a number of pieces is none. */
export function cashOf({ pieces }: Pick<CountForm, 'pieces'>): number | null {
  let sum = 0;
  for (const [place, value] of PIECES.entries()) {
    const count = pieces[place];
    if (typeof count !== 'number') return null;
    sum += value * count;
  }
  return sum;
}

/** For the wire; null while something is no number yet, or a cheque has no bank or number. */
export function countOf(tour: TourDay, form: CountForm, replaces: string | null): TourCounted | null {
  const cash_counted = cashOf(form);
  const lines = goodsOf(form.goods);
  const cheques = chequesOf(form.cheques);
  const empties = emptiesOf(form.empties);
  if (cash_counted === null || cash_counted > LIMITS.cashCollected) return null;
  if (lines === null || cheques === null || empties === null) return null;
  const cash_pieces = PIECES.flatMap((value, place) => {
    const count = Number(form.pieces[place]);
    return count > 0 ? [{ value, count }] : [];
  });
  return {
    ...tour,
    ...{ lines, cash_counted, cash_pieces, cheques },
    ...(empties.length > 0 && { empties }),
    ...(replaces !== null && { replaces }),
  };
}

function goodsOf(goods: CountedGoods[]): TourCounted['lines'] | null {
  const lines: TourCounted['lines'] = [];
  for (const counted of goods) {
    for (const condition of CONDITIONS) {
      const quantity = counted[condition];
      if (typeof quantity !== 'number') return null;
      if (quantity > 0) lines.push({ product_id: counted.product_id, quantity, condition });
    }
  }
  return lines;
}

function chequesOf(cheques: DraftedCheque[]): TourCounted['cheques'] | null {
  const told = cheques.flatMap(({ bank, number, amount }) =>
    typeof amount === 'number' && bank.trim() !== '' && number.trim() !== ''
      ? [{ bank: bank.trim(), number: number.trim(), amount }]
      : [],
  );
  return told.length === cheques.length ? told : null;
}

function emptiesOf(empties: DraftedEmpties[]): NonNullable<TourCounted['empties']> | null {
  const told: NonNullable<TourCounted['empties']> = [];
  for (const { kind, given, taken_back } of empties) {
    if (typeof given !== 'number' || typeof taken_back !== 'number') return null;
    if (given + taken_back > 0) told.push({ kind, given, taken_back });
  }
  return told;
}
