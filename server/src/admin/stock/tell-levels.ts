import type { StockLevel } from '#shared/contract/entities.ts';
import type { Change } from '#shared/domain/change.ts';
import type { ServerDeps } from '../../identity/deps.ts';
import { change } from '../../store/build-change.ts';

/** Each level to its depot, as it is from now on. */
export const levelChanges = (deps: ServerDeps, levels: StockLevel[]): Change[] =>
  levels.map((level) => {
    const entity_id = `${level.depot_id}:${level.product_id}`;
    const subject = { entity_type: 'STOCK', entity_id, action: 'STOCK_LEVEL_CHANGED' } as const;
    return change(deps, subject, level, { depots: [level.depot_id] });
  });
