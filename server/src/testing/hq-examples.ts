import { QUEUE_FILE_MEDIA_TYPE } from '#shared/contract/queue-file.ts';
import type { Example } from './example.ts';
import { machineExamples } from './hq-machine-examples.ts';
import { paperExamples } from './hq-paper-examples.ts';
import { inboxExamples } from './inbox-examples.ts';
import type { openTestHq } from './open-test-hq.ts';
import { PASSWORD } from './open-test-hq.ts';
import { sealTestFile } from './seal-test-file.ts';
import { webhookExamples } from './webhook-examples.ts';

type Hq = Awaited<ReturnType<typeof openTestHq>>;

const CSV = { 'content-type': 'text/csv' };

/** What the examples are made of. */
function makers({ alger, get, post, newDelivery }: Hq) {
  let serial = 0;
  const next = () => {
    serial += 1;
    return serial;
  };
  const made = async (list: string, body: object): Promise<{ id: string }> => (await post(list, body)).body;
  const person = { name: 'Samia', role: 'driver', depot_id: alger, password: PASSWORD };
  const newUser = () => ({ ...person, username: `person.${next()}` });
  const newTour = async () => {
    const { id: driver_user_id } = await made('users', newUser());
    const day = `2027-02-${10 + (next() % 10)}`;
    await made('deliveries', newDelivery({ planned_for: day, driver_user_id }));
    return { driver_user_id, day };
  };
  const newPayment = async () => {
    const { items } = (await get('clients')).body;
    return { client_id: items[0].id, amount: 500_00, method: 'TRANSFER' };
  };
  const changing = async (path: string, body: object): Promise<Example> => {
    const { headers } = await get(path);
    return { path, body, headers: { 'if-match': String(headers.etag) } };
  };
  return { next, made, newUser, newTour, newPayment, changing };
}

/**
 * For each route of HQ's API that writes, a request that it takes: tests ask every one of them whether it leaves an act
 * and is done once. Whoever adds a route adds its example.
 */
export function hqExamples(hq: Hq): Record<string, () => Promise<Example>> {
  const { oran, driver, post } = hq;
  const { next, made, newUser, newTour, newPayment, changing } = makers(hq);
  return {
    ...paperExamples(hq),
    ...machineExamples(hq),
    'POST /api/admin/depots': async () => ({ path: 'depots', body: { code: `D${next()}`, name: 'Sétif' } }),
    'PATCH /api/admin/depots/:id': async () => changing(`depots/${oran}`, { phone: `041 ${next()}` }),
    'PUT /api/admin/company': async () => changing('company', { name: `SARL ${next()}` }),
    'POST /api/admin/users': async () => ({ path: 'users', body: newUser() }),
    'PATCH /api/admin/users/:id': async () =>
      changing(`users/${(await made('users', newUser())).id}`, { name: 'Samia B.' }),
    'POST /api/admin/users/:id/move': async () => ({
      path: `users/${(await made('users', newUser())).id}/move`,
      body: { depot_id: oran },
    }),
    'POST /api/admin/users/:id/reset-code': async () => ({ path: `users/${driver}/reset-code` }),
    'POST /api/admin/users/:id/device-code': async () => ({ path: `users/${driver}/device-code` }),
    'POST /api/admin/products': async () => ({ path: 'products', body: hq.newProduct() }),
    'PATCH /api/admin/products/:id': async () =>
      changing(`products/${(await made('products', hq.newProduct())).id}`, { price_ht: 1 }),
    'POST /api/admin/clients': async () => ({ path: 'clients', body: { name: `Épicerie ${next()}` } }),
    'PATCH /api/admin/clients/:id': async () =>
      changing(`clients/${(await made('clients', { name: `Café ${next()}` })).id}`, { note: 'Par la cour' }),
    'POST /api/admin/lots': async () => ({ path: 'lots', body: hq.newLot() }),
    'POST /api/admin/deliveries': async () => ({ path: 'deliveries', body: hq.newDelivery() }),
    'POST /api/admin/deliveries/:id/cancel': async () => ({
      path: `deliveries/${(await made('deliveries', hq.newDelivery())).id}/cancel`,
    }),
    'POST /api/admin/deliveries/:id/assign': async () => {
      const other = await made('users', newUser());
      const { id } = await made('deliveries', hq.newDelivery());
      return { path: `deliveries/${id}/assign`, body: { driver_user_id: other.id } };
    },
    'POST /api/admin/deliveries/:id/move': async () => {
      const { id } = await made('deliveries', hq.newDelivery());
      return { path: `deliveries/${id}/move`, body: { planned_for: '2027-01-05', reason: 'fermé ce jour' } };
    },
    'POST /api/admin/tours/move': async () => {
      const from = await newTour();
      return { path: 'tours/move', body: { from, to: { driver_user_id: driver } } };
    },
    'POST /api/admin/tours/:id/settle': async () => {
      const { driver_user_id, day } = await newTour();
      return { path: `tours/${driver_user_id}.${day}/settle`, body: { reason: 'téléphone perdu' } };
    },
    'POST /api/admin/payments': async () => ({ path: 'payments', body: await newPayment() }),
    'POST /api/admin/payments/:id/cancel': async () => ({
      path: `payments/${(await made('payments', await newPayment())).id}/cancel`,
      body: { reason: 'chèque sans provision' },
    }),
    'POST /api/admin/devices/:id/revoke': async () => {
      const { username, ...person } = newUser();
      await made('users', { username, ...person });
      const { body } = await hq.server.signIn(username, PASSWORD);
      return { path: `devices/${body.device.id}/revoke`, body: { reason: 'perdu' } };
    },
    ...Object.fromEntries(
      Object.entries({
        depots: () => ({ code: `B${next()}`, name: 'Bejaïa' }),
        users: newUser,
        products: hq.newProduct,
        clients: () => ({ name: `Crèmerie ${next()}` }),
        lots: hq.newLot,
        deliveries: hq.newDelivery,
      }).map(([kind, row]) => [
        `PUT /api/admin/${kind}/bulk`,
        async () => ({ path: `${kind}/bulk`, body: { rows: [{ ...row(), external_id: `E${next()}` }] } }),
      ]),
    ),
    'POST /api/admin/service-accounts': async () => ({
      path: 'service-accounts',
      body: { name: `ERP ${next()}`, scopes: ['clients:read'] },
    }),
    'POST /api/admin/service-accounts/:id/revoke': async () => {
      const { account } = (await post('service-accounts', { name: 'ERP', scopes: ['clients:read'] })).body;
      return { path: `service-accounts/${account.id}/revoke`, body: { reason: 'remplacée' } };
    },
    ...webhookExamples(hq),
    ...inboxExamples(hq),
    'POST /api/admin/queue-files': async () => ({
      path: 'queue-files',
      headers: { 'content-type': QUEUE_FILE_MEDIA_TYPE },
      body: await sealTestFile('{"events":[]}', hq.server.deps.keys.jwks.keys),
    }),
    'POST /api/admin/import/:kind/mapping': async () => ({
      path: 'import/products/mapping',
      body: { columns: [{ heading: `Réf ${next()}`, column: 'code' }] },
    }),
    'POST /api/admin/import/:kind': async () => ({
      path: 'import/products',
      headers: CSV,
      body: `code;name;unit;price_ht;tva_rate\nI${next()};Brie;pièce;100;19\n`,
    }),
  };
}
