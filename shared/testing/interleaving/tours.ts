import { type Company, pushBy, pushByHub } from './company.ts';
import { ofTour, payment } from './events-said.ts';
import { type Scenario, unless } from './scenario.ts';

interface Settled {
  state: string;
  cash: number;
  told: number;
}

/** How a driver's tour ended, and how often it was said that it is settled. */
async function settled({ ground, head }: Company, driverId: number): Promise<Settled | undefined> {
  const { rows } = await ground.database.query<Settled>(
    `SELECT t.state, (t.settlement #>> '{expected,cash}')::integer AS cash,
       (SELECT count(*)::integer FROM numbered_changes c WHERE c.first_pos > $2 AND c.body::json ->> 'action' = 'TOUR_UPDATED'
          AND c.body::json #>> '{payload,state}' = 'SETTLED') AS told
     FROM tours t WHERE t.driver_user_id = $1`,
    [driverId, head],
  );
  return rows[0];
}

const once = async (company: Company, driverId: number, cash: number): Promise<string[]> => {
  const end = await settled(company, driverId);
  return unless(end?.state === 'SETTLED' && end.cash === cash && end.told === 1, `the tour: ${JSON.stringify(end)}`);
};

const countSignatureMissing: Scenario = {
  name: 'a count, its signature, and the last missing event',
  begin(company) {
    const { hand, drivers } = company;
    const [driver] = drivers;
    const missing = payment(driver.phone, company, 300);
    const count = ofTour(hand.phone, driver, 'TOUR_COUNTED', { cash_counted: 500 });
    const signature = { confirms: count.id, checksum: count.checksum };
    const signed = [payment(driver.phone, company, 200), ofTour(driver.phone, driver, 'TOUR_CONFIRMED', signature)];
    return {
      works: [
        pushBy(company, hand, hand.phone, [count]),
        pushBy(company, driver, driver.phone, signed),
        pushByHub(company, [missing]),
      ],
      judge: () => once(company, driver.id, 500),
    };
  },
};

/** The count releases the signature, and whoever brings what is missing does not see it yet. */
const countAndMissing: Scenario = {
  name: 'a count that a signature waits for, and the last missing event',
  async begin(company) {
    const { hand, drivers } = company;
    const [driver] = drivers;
    const missing = payment(driver.phone, company, 300);
    const count = ofTour(hand.phone, driver, 'TOUR_COUNTED', { cash_counted: 300 });
    const signature = { confirms: count.id, checksum: count.checksum };
    const signed = ofTour(driver.phone, driver, 'TOUR_CONFIRMED', signature);
    await pushBy(company, driver, driver.phone, [signed])(company.ground.database);
    return {
      works: [pushBy(company, hand, hand.phone, [count]), pushByHub(company, [missing])],
      judge: () => once(company, driver.id, 300),
    };
  },
};

export const TOURS: Scenario[] = [countSignatureMissing, countAndMissing];
