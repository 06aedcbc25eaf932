import { cancelDelivery } from '#server/admin/deliveries.ts';
import { testIds } from '../test-device.ts';
import { atHq } from './at-hq.ts';
import { ORDERED, pushBy, pushByHub } from './company.ts';
import { clientCreated, correction, invoice, validation } from './events-said.ts';
import { isOk, isOneOf, outcome, type Scenario, storedOutcomes, unless } from './scenario.ts';

const clientInvoiceClient: Scenario = {
  name: 'one client, twice, and its invoice',
  begin(company) {
    const [one, other] = company.sellers;
    const id = testIds.uuid();
    const made = [clientCreated(one.phone, id), clientCreated(other.phone, id)] as const;
    const names = invoice(other.tablet, company, { client_id: id, handed_over: true });
    return {
      works: [
        pushBy(company, one, one.phone, [made[0]]),
        pushBy(company, other, other.tablet, [names]),
        pushBy(company, other, other.phone, [made[1]]),
      ],
      async judge() {
        const [invoiced, ...results] = await storedOutcomes(company, [names.id, made[0].id, made[1].id]);
        return [
          ...unless(invoiced === 'APPLIED', `the invoice: ${invoiced}`),
          ...unless(isOneOf(results, ['APPLIED', 'ENTITY_EXISTS']), `outcomes: ${results}`),
        ];
      },
    };
  },
};

const deliveryDeliveryCancel: Scenario = {
  name: 'one delivery, twice, and its cancelling',
  begin(company) {
    const [one, other] = company.drivers;
    const events = [validation(one.phone, company), validation(other.phone, company)] as const;
    return {
      works: [
        pushBy(company, one, one.phone, [events[0]]),
        pushBy(company, other, other.phone, [events[1]]),
        atHq(company, (tx, deps) => cancelDelivery(tx, deps, company.delivery.id)),
      ],
      judge(results) {
        const found = events.map((event, n) => outcome(results[n], event));
        return unless(
          isOk(results[2])
            ? isOneOf(found, ['DELIVERY_CANCELLED', 'DELIVERY_CANCELLED'])
            : isOneOf(found, ['acked', 'ALREADY_VALIDATED']),
          `outcomes: ${found}, cancelled: ${isOk(results[2])}; ordered ${ORDERED}`,
        );
      },
    };
  },
};

const correctionPhoneHub: Scenario = {
  name: 'an event by its phone and by a hub, and its correction',
  begin(company) {
    const [driver] = company.drivers;
    const event = validation(driver.phone, company);
    const asked = correction(driver.tablet, event);
    return {
      works: [
        pushBy(company, driver, driver.tablet, [asked]),
        pushBy(company, driver, driver.phone, [event]),
        pushByHub(company, [event]),
      ],
      async judge() {
        const found = await storedOutcomes(company, [event.id, asked.id]);
        return unless(isOneOf(found, ['APPLIED', 'APPLIED']), `outcomes: ${found}`);
      },
    };
  },
};

export const TRIPLES: Scenario[] = [clientInvoiceClient, deliveryDeliveryCancel, correctionPhoneHub];
