import { SHIPPED_ACCOUNTS } from '#shared/domain/sales-journal.ts';
import { SHIPPED_STAMP_DUTY } from '#shared/domain/stamp-duty.ts';
import type { Example } from './example.ts';
import type { openTestHq } from './open-test-hq.ts';

type Hq = Awaited<ReturnType<typeof openTestHq>>;

/** For each route that makes a paper of money or goods, a request that it takes. */
export function paperExamples(hq: Hq): Record<string, () => Promise<Example>> {
  const { oran, post } = hq;
  const ofNewLot = async () => {
    const lot = hq.newLot();
    await post('lots', lot);
    const { depot_id, product_id, lot_number } = lot;
    return { depot_id, product_id, lot_number, quantity: 2, reason: 'inventaire', to_depot_id: oran };
  };
  const newCheque = async () => {
    const { items } = (await hq.get('clients')).body;
    const cheque = { bank: 'BNA', number: '0041' };
    const paid = { client_id: items[0].id, amount: 500_00, method: 'CHEQUE', cheque };
    return (await post('payments', paid)).body.id;
  };
  let closings = 0;
  return {
    'POST /api/admin/cheques/deposit': async () => ({
      path: 'cheques/deposit',
      body: { cheque_ids: [await newCheque()] },
    }),
    'POST /api/admin/cheques/:id/bounce': async () => ({
      path: `cheques/${await newCheque()}/bounce`,
      body: { reason: 'sans provision' },
    }),
    // Each time a later one: a month that is closed already is not closed again.
    'POST /api/admin/reports/closings': async () => {
      closings += 1;
      return { path: 'reports/closings', body: { month: `20${String(closings).padStart(2, '0')}-01` } };
    },
    'POST /api/admin/reports/exports': async () => {
      await post('reports/closings', { month: '2000-01' });
      return { path: 'reports/exports', body: { month: '2000-01', depot_id: null, sha256: 'ab'.repeat(32) } };
    },
    'POST /api/admin/stamp-rules': async () => {
      await hq.server.deps.database.query(`INSERT INTO company (name) VALUES ('M') ON CONFLICT DO NOTHING`);
      return { path: 'stamp-rules', body: { rule: { ...SHIPPED_STAMP_DUTY, since: '2099-01-01' }, reason: 'loi' } };
    },
    'POST /api/admin/tva-rules': async () => {
      const product_ids = [(await post('products', hq.newProduct())).body.id];
      return { path: 'tva-rules', body: { since: '2099-01-01', tva_rate: 9, product_ids, reason: 'loi' } };
    },
    'POST /api/admin/journal-accounts': async () => ({
      path: 'journal-accounts',
      body: { since: '2099-01', accounts: SHIPPED_ACCOUNTS, reason: 'plan comptable' },
    }),
    'POST /api/admin/invoices': async () => {
      const { id, client_id, depot_id } = await delivered(hq);
      return { path: 'invoices', body: { client_id, depot_id, delivery_ids: [id] } };
    },
    'POST /api/admin/invoices/:id/credit-notes': async () => {
      const { id, product_id } = await invoiced(hq);
      const lines = [{ product_id, quantity: 1 }];
      return { path: `invoices/${id}/credit-notes`, body: { reason: 'abîmé', goods_back: false, lines } };
    },
    'POST /api/admin/invoices/:id/cancel': async () => ({
      path: `invoices/${(await invoiced(hq)).id}/cancel`,
      body: { reason: 'erreur' },
    }),
    ...Object.fromEntries(
      ['receipts', 'counts', 'waste', 'transfers'].map((paper) => [
        `POST /api/admin/stock/${paper}`,
        async () => ({ path: `stock/${paper}`, body: await ofNewLot() }),
      ]),
    ),
    'POST /api/admin/lots/:id/state': async () => ({
      path: `lots/${(await post('lots', hq.newLot())).body.id}/state`,
      body: { state: 'BLOCKED', reason: 'analyse en cours' },
    }),
    'POST /api/admin/stock/transfers/:id/receive': async () => ({
      path: `stock/transfers/${(await post('stock/transfers', await ofNewLot())).body.id}/receive`,
      body: { quantity: 2 },
    }),
  };
}

/** A delivery of which everything was handed over. */
async function delivered({ server, post, newDelivery }: Hq) {
  const { body } = await post('deliveries', newDelivery());
  await server.deps.database.query(
    `UPDATE deliveries SET status = 'VALIDATED', validated_at = now(),
       lines = jsonb_set(lines, '{0,delivered}', lines -> 0 -> 'quantity') WHERE id = $1`,
    [body.id],
  );
  return body as { id: string; client_id: string; depot_id: number };
}

/** An invoice of two pieces on credit. */
async function invoiced({ server, alger, driver }: Hq): Promise<{ id: string; product_id: number }> {
  const { rows } = await server.deps.database.query<{ id: string; product_id: number }>(
    `INSERT INTO invoices (id, reference, depot_id, client_id, lines, total_ht, total_tva, stamp_duty, total_ttc,
       payment, created_by, created_at)
     SELECT u.id, u.id::text, $1, c.id,
       json_build_array(json_build_object('product_id', p.id, 'quantity', 2, 'unit_price_ht', 100, 'tva_rate', 0)),
       200, 0, 0, 200, 'CREDIT', $2, now()
     FROM (SELECT gen_random_uuid() AS id) u, (SELECT id FROM clients LIMIT 1) c, (SELECT min(id) AS id FROM products) p
     RETURNING id, (lines -> 0 ->> 'product_id')::integer AS product_id`,
    [alger, driver],
  );
  return rows[0] as { id: string; product_id: number };
}
