import type { Lot } from '#shared/contract/entities.ts';
import type { Change } from '#shared/domain/change.ts';
import { lotChange } from '#shared/domain/lot-change.ts';
import { SHORTFALL_LOT } from '#shared/domain/stock.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import { change } from '../../store/build-change.ts';
import type { MovedStock } from '../../store/entities/goods-moved.ts';

/** Levels to all of their depot, lots to its hub and crew, each as it is from now on. */
export const stockChanges = (deps: ServerDeps, { levels, lots }: MovedStock): Change[] => [
  ...levels.map((level) => {
    const entity_id = `${level.depot_id}:${level.product_id}`;
    const subject = { entity_type: 'STOCK', entity_id, action: 'STOCK_LEVEL_CHANGED' } as const;
    return change(deps, subject, level, { depots: [level.depot_id] });
  }),
  ...lotChanges(deps, lots),
];

export const lotChanges = ({ ids, clock }: ServerDeps, lots: Lot[]): Change[] =>
  lots
    .filter(({ lot_number }) => lot_number !== SHORTFALL_LOT)
    .map((lot) => ({ id: ids.uuid(), occurred_at: isoTime(clock.now()), ...lotChange(lot) }));
