import { createHash } from 'node:crypto';
import { cancelDelivery } from '#server/admin/deliveries.ts';
import { MISSING_BLOBS } from '#server/store/sync/blob-refs.ts';
import { testIds } from '../test-device.ts';
import { atHq } from './at-hq.ts';
import { blobsOn, type Company, ORDERED, pushBy, pushByHub } from './company.ts';
import { audit, correction, invoice, validation } from './events-said.ts';
import { planning } from './planning.ts';
import { isOk, isOneOf, outcome, type Scenario, storedOutcomes, unless } from './scenario.ts';

const oneDelivery: Scenario = {
  name: 'one delivery, twice',
  begin(company) {
    const [one, other] = company.drivers;
    const events = [validation(one.phone, company), validation(other.phone, company)] as const;
    return {
      works: [pushBy(company, one, one.phone, [events[0]]), pushBy(company, other, other.phone, [events[1]])],
      async judge(results) {
        const found = events.map((event, n) => outcome(results[n], event));
        return [
          ...unless(isOneOf(found, ['acked', 'ALREADY_VALIDATED']), `outcomes: ${found}`),
          ...unless((await left(company)) === -ORDERED, 'the goods were not taken once'),
        ];
      },
    };
  },
};

const left = async ({ ground, depotId }: Company): Promise<number> => {
  const { rows } = await ground.database.query<{ moved: number }>(
    'SELECT coalesce(sum(m.quantity), 0)::integer AS moved FROM stock_moves m JOIN lots l ON l.id = m.lot_id WHERE l.depot_id = $1',
    [depotId],
  );
  return rows[0]?.moved ?? 0;
};

const deliveryAndInvoice: Scenario = {
  name: 'a delivery of HQ, and its invoice',
  begin(company) {
    const [seller] = company.sellers;
    const id = testIds.uuid();
    const event = invoice(seller.phone, company, { client_id: company.client, delivery_id: id });
    return {
      works: [planning(company, id), pushBy(company, seller, seller.phone, [event])],
      async judge([planned]) {
        const [end] = await storedOutcomes(company, [event.id]);
        return [...unless(isOk(planned), 'HQ could not plan'), ...unless(end === 'APPLIED', `outcomes: ${end}`)];
      },
    };
  },
};

const cancelAndValidate: Scenario = {
  name: 'a delivery is cancelled and validated',
  begin(company) {
    const [driver] = company.drivers;
    const event = validation(driver.phone, company);
    return {
      works: [
        pushBy(company, driver, driver.phone, [event]),
        atHq(company, (tx, deps) => cancelDelivery(tx, deps, company.delivery.id)),
      ],
      async judge(results) {
        const found = outcome(results[0], event);
        const moved = await left(company);
        return unless(
          found === 'acked'
            ? !isOk(results[1]) && moved === -ORDERED
            : isOk(results[1]) && found === 'DELIVERY_CANCELLED' && moved === 0,
          `${found}, cancelled: ${isOk(results[1])}, moved ${moved}`,
        );
      },
    };
  },
};

const counter: Scenario = {
  name: 'two invoices of a depot',
  alike: true,
  begin(company) {
    const [one, other] = company.sellers;
    const more = { client_id: company.client, handed_over: true };
    const events = [invoice(one.phone, company, more), invoice(other.phone, company, more)] as const;
    return {
      works: [pushBy(company, one, one.phone, [events[0]]), pushBy(company, other, other.phone, [events[1]])],
      judge: (results) =>
        unless(
          events.every((event, n) => outcome(results[n], event) === 'acked'),
          'not both were taken',
        ),
    };
  },
};

const invoiceTwice: Scenario = {
  name: 'one invoice, twice',
  alike: true,
  begin(company) {
    const [one, other] = company.sellers;
    const id = testIds.uuid();
    const more = { client_id: company.client };
    const events = [invoice(one.phone, company, more, id), invoice(other.phone, company, more, id)] as const;
    return {
      works: [pushBy(company, one, one.phone, [events[0]]), pushBy(company, other, other.phone, [events[1]])],
      judge: (results) => {
        const found = events.map((event, n) => outcome(results[n], event));
        return unless(isOneOf(found, ['acked', 'ENTITY_EXISTS']), `outcomes: ${found}`);
      },
    };
  },
};

const oneJournal: Scenario = {
  name: 'two batches of one journal',
  begin(company) {
    const [driver] = company.drivers;
    const [first, second, third] = [audit(driver.phone), validation(driver.phone, company), audit(driver.phone)];
    return {
      works: [pushByHub(company, [first, second]), pushBy(company, driver, driver.phone, [second, third])],
      async judge(results) {
        const { rows } = await company.ground.database.query<{ complete_up_to: number }>(
          'SELECT complete_up_to FROM journals WHERE device_id = $1',
          [driver.phone.id],
        );
        return [
          ...unless(
            results.every((end) => outcome(end, second) === 'acked'),
            'one of the two was refused',
          ),
          ...unless(rows[0]?.complete_up_to === 3, `the journal is complete up to ${rows[0]?.complete_up_to}`),
          ...unless((await left(company)) === -ORDERED, 'the goods were not taken once'),
        ];
      },
    };
  },
};

const PHOTO = Buffer.from('a photo');

const photoAndEvent: Scenario = {
  name: 'a photo, and the event that names it',
  async begin(company) {
    const [driver] = company.drivers;
    const bytes = Buffer.concat([PHOTO, Buffer.from(testIds.uuid())]);
    const upload = { sha256: createHash('sha256').update(bytes).digest('hex'), by: driver.phone.id };
    await blobsOn(company, company.ground.database).append(upload, 0, bytes);
    const event = validation(driver.phone, company, { photo_blobs: [upload.sha256] });
    return {
      works: [
        pushBy(company, driver, driver.phone, [event]),
        (on) => blobsOn(company, on).complete(upload, 'image/jpeg'),
      ],
      async judge() {
        const { rows } = await company.ground.database.query<{ missing: string[] }>(
          `SELECT ${MISSING_BLOBS} AS missing FROM devices d WHERE d.id = $1`,
          [driver.phone.id, 1],
        );
        return unless(rows[0]?.missing.length === 0, 'a photo that is there is missed');
      },
    };
  },
};

const correctionAndEvent: Scenario = {
  name: 'an event, and its correction',
  begin(company) {
    const [driver] = company.drivers;
    const event = validation(driver.phone, company);
    const asked = correction(driver.tablet, event);
    return {
      works: [pushBy(company, driver, driver.phone, [event]), pushBy(company, driver, driver.tablet, [asked])],
      async judge() {
        const found = await storedOutcomes(company, [event.id, asked.id]);
        return unless(isOneOf(found, ['APPLIED', 'APPLIED']), `outcomes: ${found}`);
      },
    };
  },
};

export const PAIRS_OF_DELIVERIES: Scenario[] = [
  correctionAndEvent,
  deliveryAndInvoice,
  oneDelivery,
  cancelAndValidate,
  counter,
  invoiceTwice,
  photoAndEvent,
  oneJournal,
];
