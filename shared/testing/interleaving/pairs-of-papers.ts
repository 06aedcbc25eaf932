import { cancelInvoice } from '#server/admin/invoices/cancel-invoice.ts';
import { createCreditNote } from '#server/admin/invoices/create-credit-note.ts';
import { enterWaste } from '#server/admin/stock/enter-papers.ts';
import { receiveTransfer, sendTransfer } from '#server/admin/stock/transfers.ts';
import { testIds } from '../test-device.ts';
import { atHq } from './at-hq.ts';
import { type Company, IN_STOCK, pushBy } from './company.ts';
import { invoice } from './events-said.ts';
import { isOk, outcome, type Scenario, unless } from './scenario.ts';

/** A van sale of three. */
async function soldFromVan(company: Company): Promise<string> {
  const [seller] = company.sellers;
  const event = invoice(seller.phone, company, { client_id: company.client, handed_over: true });
  await pushBy(company, seller, seller.phone, [event])(company.ground.database);
  return event.entity_id;
}

const crediting = (company: Company, id: string, quantity: number) =>
  atHq(company, (tx, deps) => {
    const lines = [{ product_id: company.ground.productId, quantity }];
    return createCreditNote(tx, deps, company.sellers[0].id, { id, input: { reason: 'x', goods_back: true, lines } });
  });

const cancelling = (company: Company, id: string) =>
  atHq(company, (tx, deps) => cancelInvoice(tx, deps, company.sellers[0].id, { id, reason: 'x' }));

/** What the credit notes of an invoice come to, and what the goods and the balance say of it. */
async function bookedOf({ ground, client, depotId }: Company, id: string) {
  const { rows } = await ground.database.query<{ notes: number; balance: number; level: number }>(
    `SELECT (SELECT coalesce(sum(total_ttc), 0)::integer FROM credit_notes WHERE invoice_id = $1) AS notes,
       (SELECT balance FROM clients WHERE id = $2) AS balance,
       (SELECT quantity FROM stock_levels WHERE depot_id = $3) AS level`,
    [id, client, depotId],
  );
  return rows[0] as { notes: number; balance: number; level: number };
}

const twoCreditNotes: Scenario = {
  name: 'two credit notes of one invoice',
  alike: true,
  async begin(company) {
    const id = await soldFromVan(company);
    return {
      works: [crediting(company, id, 2), crediting(company, id, 2)],
      async judge(results) {
        const { notes, balance, level } = await bookedOf(company, id);
        return [
          ...unless(results.filter(isOk).length === 1, 'not one of the two was made'),
          ...unless(notes === 238 && balance === 119, `credited ${notes}, owed ${balance}`),
          ...unless(level === IN_STOCK - 1, `in stock ${level}`),
        ];
      },
    };
  },
};

const creditAndSale: Scenario = {
  name: 'a credit note, and a sale of its goods',
  async begin(company) {
    const id = await soldFromVan(company);
    const other = company.sellers[1];
    const event = invoice(other.phone, company, { client_id: company.client, handed_over: true });
    return {
      works: [crediting(company, id, 3), pushBy(company, other, other.phone, [event])],
      async judge(results) {
        const { balance, level } = await bookedOf(company, id);
        return [
          ...unless(isOk(results[0]) && outcome(results[1], event) === 'acked', 'one of the two was refused'),
          ...unless(balance === 357, `owed ${balance}`),
          ...unless(level === IN_STOCK - 3, `in stock ${level}`),
        ];
      },
    };
  },
};

const cancelAndInvoiceAnew: Scenario = {
  name: 'an invoice is cancelled, and its delivery invoiced anew',
  async begin(company) {
    const [one, other] = company.sellers;
    const more = { client_id: company.client, delivery_id: company.delivery.id };
    const first = invoice(one.phone, company, more);
    await pushBy(company, one, one.phone, [first])(company.ground.database);
    const second = invoice(other.phone, company, more);
    return {
      works: [cancelling(company, first.entity_id), pushBy(company, other, other.phone, [second])],
      async judge(results) {
        const taken = outcome(results[1], second);
        const { balance } = await bookedOf(company, first.entity_id);
        return [
          ...unless(isOk(results[0]), 'it was not cancelled'),
          ...unless(
            taken === 'acked' ? balance === 357 : taken === 'ALREADY_INVOICED' && balance === 0,
            `${taken}, owed ${balance}`,
          ),
        ];
      },
    };
  },
};

/** Both would fit alone. */
const twoWastes: Scenario = {
  name: 'goods of one lot are thrown away, and sent to another depot',
  begin(company) {
    const { depotId, otherDepotId, ground } = company;
    const input = {
      depot_id: depotId,
      product_id: ground.productId,
      lot_number: 'L',
      quantity: IN_STOCK - 1,
      reason: 'x',
    };
    const userId = company.sellers[0].id;
    return {
      works: [
        atHq(company, (tx, deps) => enterWaste(tx, deps, userId, input)),
        atHq(company, (tx, deps) => sendTransfer(tx, deps, userId, { ...input, to_depot_id: otherDepotId })),
      ],
      judge: (results) => unless(results.filter(isOk).length === 1, 'not one of the two was entered'),
    };
  },
};

const receivedTwice: Scenario = {
  name: 'a transfer is received twice',
  alike: true,
  async begin(company) {
    const { depotId, otherDepotId, ground } = company;
    const input = { depot_id: depotId, product_id: ground.productId, lot_number: 'L', quantity: 5, reason: 'x' };
    const userId = company.sellers[0].id;
    const sent = await atHq(company, (tx, deps) =>
      sendTransfer(tx, deps, userId, { ...input, to_depot_id: otherDepotId }),
    )(ground.database);
    const id = sent.ok ? sent.value.id : '';
    const actor = {
      userId,
      userName: 'A',
      deviceId: testIds.uuid(),
      role: 'admin',
      depotId: null,
      isService: false,
    } as const;
    const receiving = (quantity: number) =>
      atHq(company, (tx, deps) => receiveTransfer(tx, deps, actor, { id, input: { quantity, reason: 'x' } }));
    return {
      works: [receiving(5), receiving(4)],
      async judge(results) {
        const { rows } = await ground.database.query<{ quantity: number }>(
          'SELECT quantity FROM stock_levels WHERE depot_id = $1',
          [otherDepotId],
        );
        return [
          ...unless(results.filter(isOk).length === 1, 'not one of the two was entered'),
          ...unless(rows[0]?.quantity === (isOk(results[0]) ? 5 : 4), `in stock ${rows[0]?.quantity}`),
        ];
      },
    };
  },
};

export const PAIRS_OF_PAPERS: Scenario[] = [
  twoCreditNotes,
  creditAndSale,
  cancelAndInvoiceAnew,
  twoWastes,
  receivedTwice,
];
