import { cancelInvoice } from '#server/admin/invoices/cancel-invoice.ts';
import { createSummaryInvoice } from '#server/admin/invoices/create-summary-invoice.ts';
import { atHq } from './at-hq.ts';
import { type Company, pushBy } from './company.ts';
import { invoice, validation } from './events-said.ts';
import { isOk, outcome, type Scenario, unless } from './scenario.ts';

/** The company's delivery is made. */
async function deliver(company: Company): Promise<void> {
  const [driver] = company.drivers;
  await pushBy(company, driver, driver.phone, [validation(driver.phone, company)])(company.ground.database);
}

const summing = (company: Company) =>
  atHq(company, (tx, deps) =>
    createSummaryInvoice(tx, deps, company.sellers[0].id, {
      ...{ client_id: company.client, depot_id: company.depotId, delivery_ids: [company.delivery.id] },
    }),
  );

/** How many live invoices name the delivery, and whether the balance is what the live ones come to. */
async function invoicedOf({ ground, client, delivery }: Company) {
  const { rows } = await ground.database.query<{ live: number; isOwed: boolean }>(
    `SELECT (SELECT count(*)::integer FROM invoices WHERE delivery_id = $1 AND is_live)
         + (SELECT count(*)::integer FROM invoice_notes WHERE delivery_id = $1 AND is_live) AS live,
       (SELECT balance FROM clients WHERE id = $2) = (SELECT coalesce(sum(total_ttc), 0) FROM invoices
         WHERE client_id = $2 AND cancelled_at IS NULL) AS "isOwed"`,
    [delivery.id, client],
  );
  return rows[0] as { live: number; isOwed: boolean };
}

const twoSummaries: Scenario = {
  name: 'two invoices sum up the same delivery note',
  async begin(company) {
    await deliver(company);
    return {
      works: [summing(company), summing(company)],
      async judge(results) {
        const { live, isOwed } = await invoicedOf(company);
        return [
          ...unless(results.filter(isOk).length === 1, 'not one of the two was made'),
          ...unless(live === 1 && isOwed, `on ${live} live invoices`),
        ];
      },
    };
  },
};

const summaryAndPhone: Scenario = {
  name: 'a delivery note is summed up at HQ, and invoiced on a phone',
  async begin(company) {
    await deliver(company);
    const [seller] = company.sellers;
    const own = invoice(seller.phone, company, { client_id: company.client, delivery_id: company.delivery.id });
    return {
      works: [summing(company), pushBy(company, seller, seller.phone, [own])],
      async judge(results) {
        const { live, isOwed } = await invoicedOf(company);
        const taken = outcome(results[1], own);
        return [
          ...unless(taken === (isOk(results[0]) ? 'ALREADY_INVOICED' : 'acked'), `${taken} on the phone`),
          ...unless(live === 1 && isOwed, `on ${live} live invoices`),
        ];
      },
    };
  },
};

const cancelAndSumUpAnew: Scenario = {
  name: 'an invoice of delivery notes is cancelled, and made anew',
  async begin(company) {
    await deliver(company);
    const first = await summing(company)(company.ground.database);
    const id = first.ok ? first.value.id : '';
    return {
      works: [
        atHq(company, (tx, deps) => cancelInvoice(tx, deps, company.sellers[0].id, { id, reason: 'x' })),
        summing(company),
      ],
      async judge(results) {
        const { live, isOwed } = await invoicedOf(company);
        return [
          ...unless(isOk(results[0]), 'it was not cancelled'),
          ...unless(live === (isOk(results[1]) ? 1 : 0) && isOwed, `on ${live} live invoices`),
        ];
      },
    };
  },
};

export const PAIRS_OF_SUMMARIES: Scenario[] = [twoSummaries, summaryAndPhone, cancelAndSumUpAnew];
