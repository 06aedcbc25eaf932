import { type Acted, unchanged } from '#server/admin/acts/act.ts';
import { type Acting, inAct, inDecidingAct } from '#server/admin/acts/in-act.ts';
import type { ServerDeps } from '#server/identity/deps.ts';
import { syncDeps } from '#server/identity/sync-deps.ts';
import type { Database, Transaction } from '#server/store/database.ts';
import { decideQuarantined } from '#server/store/sync/decide-stored.ts';
import type { RequestError, Result } from '#shared/contract/errors.ts';
import { testIds } from '../test-device.ts';
import { type Company, depsOn } from './company.ts';

const admin = (): Acting => ({
  actor: { userId: 1, userName: 'HQ', deviceId: testIds.uuid(), role: 'admin', depotId: null, isService: false },
  repeat: null,
});

/** What an admin does, in a transaction with its row of the audit, as HQ's API does it. */
export const atHq =
  <T>(company: Company, work: (tx: Transaction, deps: ServerDeps) => Promise<Result<Acted<T>, RequestError>>) =>
  (on: Database): Promise<Result<T, RequestError>> => {
    const deps = depsOn(company, on);
    return inAct(deps, admin(), (tx) => work(tx, deps));
  };

/** An admin lets a quarantined event count. */
export const accepting = (company: Company, id: string) => (on: Database) => {
  const deps = depsOn(company, on);
  return inDecidingAct(deps, admin(), async (decision) => {
    const end = await decideQuarantined(decision, syncDeps(deps), id);
    return end.ok ? unchanged(end.value) : end;
  });
};
