import { rejectQuarantined } from '#server/admin/events.ts';
import { syncDeps } from '#server/identity/sync-deps.ts';
import { type Database, inTransaction } from '#server/store/database.ts';
import { sweepWaiting } from '#server/store/sync/sweep-waiting.ts';
import type { SyncEvent } from '#shared/contract/events.ts';
import { testIds } from '../test-device.ts';
import { accepting, atHq } from './at-hq.ts';
import { type Company, depsOn, pushBy, pushByHub } from './company.ts';
import { clientCreated, clientUpdated, invoice } from './events-said.ts';
import { isOk, isOneOf, outcome, type Scenario, storedOutcomes, unless } from './scenario.ts';

const clientAndInvoice: Scenario = {
  name: 'a client, and its invoice and change',
  begin(company) {
    const [one, other] = company.sellers;
    const id = testIds.uuid();
    const made = clientCreated(one.phone, id);
    const names = [invoice(other.phone, company, { client_id: id, handed_over: true }), clientUpdated(other.phone, id)];
    return {
      works: [pushBy(company, one, one.phone, [made]), pushBy(company, other, other.phone, names)],
      async judge() {
        const found = await storedOutcomes(
          company,
          [made, ...names].map((event) => event.id),
        );
        return unless(
          found.every((end) => end === 'APPLIED'),
          `outcomes: ${found}`,
        );
      },
    };
  },
};

const clientTwice: Scenario = {
  name: 'one client, twice',
  alike: true,
  begin(company) {
    const [one, other] = company.sellers;
    const id = testIds.uuid();
    const events = [clientCreated(one.phone, id, 'Un'), clientCreated(other.phone, id, 'Deux')] as const;
    return {
      works: [pushBy(company, one, one.phone, [events[0]]), pushBy(company, other, other.phone, [events[1]])],
      judge: async (results) => {
        const found = events.map((event, n) => outcome(results[n], event));
        const name = found[0] === 'acked' ? 'Un' : 'Deux';
        return [
          ...unless(isOneOf(found, ['acked', 'ENTITY_EXISTS']), `outcomes: ${found}`),
          ...unless((await nameOf(company, id)) === name, 'the client bears the name of the one that came second'),
        ];
      },
    };
  },
};

const clientChangedTwice: Scenario = {
  name: 'one client is changed by two phones',
  alike: true,
  begin(company) {
    const [one, other] = company.sellers;
    const events = [clientUpdated(one.phone, company.client), clientUpdated(other.phone, company.client)] as const;
    return {
      works: [pushBy(company, one, one.phone, [events[0]]), pushBy(company, other, other.phone, [events[1]])],
      judge: async (results) => {
        const found = events.map((event, n) => outcome(results[n], event));
        return unless(isOneOf(found, ['acked', 'acked']), `outcomes: ${found}`);
      },
    };
  },
};

const nameOf = async ({ ground }: Company, id: string): Promise<string | undefined> =>
  (await ground.database.query<{ name: string }>('SELECT name FROM clients WHERE id = $1', [id])).rows[0]?.name;

/** Somebody who takes no locks: an older program, or a person with a terminal. */
const clientByHand: Scenario = {
  name: 'one client, by a phone and by a hand in the database',
  begin(company) {
    const [one] = company.sellers;
    const id = testIds.uuid();
    const event = clientCreated(one.phone, id, 'Un');
    const byHand = (on: Database) =>
      inTransaction(on, (tx) =>
        tx.query(`INSERT INTO clients (id, name, updated_at) VALUES ($1, 'Main', now()) ON CONFLICT DO NOTHING`, [id]),
      ).then(({ rowCount }) => rowCount);
    return {
      works: [pushBy(company, one, one.phone, [event]), byHand],
      judge: async ([end, byHand]) => {
        const found = [outcome(end, event), byHand, await nameOf(company, id)].join();
        return unless(found === 'acked,0,Un' || found === 'ENTITY_EXISTS,1,Main', found);
      },
    };
  },
};

/** A new client of a revoked seller lies in quarantine. */
async function quarantined(company: Company): Promise<{ id: string; event: SyncEvent }> {
  const [seller] = company.sellers;
  const id = testIds.uuid();
  const event = clientCreated(seller.phone, id);
  await company.ground.database.query('UPDATE devices SET is_active = false, revoked_at = now() WHERE id = $1', [
    seller.phone.id,
  ]);
  await pushByHub(company, [event])(company.ground.database);
  return { id, event };
}

const acceptAndReject: Scenario = {
  name: 'a quarantined event is accepted and rejected',
  async begin(company) {
    const { id, event } = await quarantined(company);
    return {
      works: [accepting(company, event.id), atHq(company, (tx, deps) => rejectQuarantined(tx, deps, event.id))],
      async judge(results) {
        const [end] = await storedOutcomes(company, [event.id]);
        const isThere = (await nameOf(company, id)) !== undefined;
        return [
          ...unless(results.filter(isOk).length === 1, 'not one of the two won'),
          ...unless(end === (isOk(results[0]) ? 'APPLIED' : 'DEVICE_REVOKED'), `outcomes: ${end}`),
          ...unless(isThere === isOk(results[0]), 'the client is not as it was decided'),
        ];
      },
    };
  },
};

const acceptAndInvoice: Scenario = {
  name: 'a quarantined client is accepted, and its invoice',
  async begin(company) {
    const { id, event } = await quarantined(company);
    const [, other] = company.sellers;
    const names = invoice(other.phone, company, { client_id: id });
    return {
      works: [accepting(company, event.id), pushBy(company, other, other.phone, [names])],
      async judge() {
        const found = await storedOutcomes(company, [event.id, names.id]);
        return unless(isOneOf(found, ['APPLIED', 'APPLIED']), `outcomes: ${found}`);
      },
    };
  },
};

const sweepAndMaker: Scenario = {
  name: 'a sweep, and what it looks for',
  async begin(company) {
    const [one, other] = company.sellers;
    const id = testIds.uuid();
    const waits = invoice(other.phone, company, { client_id: id, handed_over: true });
    const { database, deps } = company.ground;
    // What an order before this one left undecided is none of its business.
    await sweepWaiting({ ...syncDeps(deps), log: deps.log });
    await pushBy(company, other, other.phone, [waits])(database);
    const made = clientCreated(one.phone, id);
    return {
      works: [
        pushBy(company, one, one.phone, [made]),
        (on) => sweepWaiting({ ...syncDeps(depsOn(company, on)), log: deps.log }),
      ],
      async judge(results) {
        const found = await storedOutcomes(company, [made.id, waits.id]);
        return [
          ...unless(isOneOf(found, ['APPLIED', 'APPLIED']), `outcomes: ${found}`),
          ...unless(results[1] === 0, 'the sweep found what was decided in time'),
        ];
      },
    };
  },
};

export const PAIRS_OF_CLIENTS: Scenario[] = [
  clientAndInvoice,
  clientTwice,
  clientChangedTwice,
  clientByHand,
  acceptAndInvoice,
  acceptAndReject,
  sweepAndMaker,
];
