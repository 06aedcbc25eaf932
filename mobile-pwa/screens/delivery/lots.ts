import type { DraftedLine } from '../../store/views.ts';

/** Why what was typed of a line's lots cannot be: one has no number yet, or they are more than was delivered. */
export type LotsFault = 'INCOMPLETE' | 'TOO_MANY' | 'TWICE';

export function lotsFault({ lots, delivered }: DraftedLine): LotsFault | null {
  const quantities = lots.map(({ quantity }) => quantity);
  const isWhole = quantities.every((quantity) => typeof quantity === 'number');
  if (!isWhole || lots.some(({ lot_number }) => lot_number.trim() === '')) return 'INCOMPLETE';
  const names = new Set(lots.map(({ lot_number }) => lot_number.trim()));
  if (names.size < lots.length) return 'TWICE';
  const sum = quantities.reduce((so, quantity) => so + quantity, 0);
  return typeof delivered === 'number' && sum > delivered ? 'TOO_MANY' : null;
}
