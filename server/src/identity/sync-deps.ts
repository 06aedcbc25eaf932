import { UPCASTS } from '#shared/domain/actions/index.ts';
import type { AcceptDeps } from '../store/sync/accept-deps.ts';
import type { ServerDeps } from './deps.ts';
import { verifyQr } from './qr.ts';

/** What deciding events stands on. */
export const syncDeps = ({ database, clock, ids, keys, priceTolerancePercent }: ServerDeps): AcceptDeps => ({
  database,
  clock,
  ids,
  upcasts: UPCASTS,
  priceTolerancePercent,
  isGenuine: (code) => verifyQr(code, keys) !== null,
});
