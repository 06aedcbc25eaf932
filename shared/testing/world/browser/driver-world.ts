import type { Page } from 'playwright-core';
import { createTestDatabase } from '../../postgres.ts';
import { eventually, type SignedIn, signIn, startWorld, type World } from '../start-world.ts';
import { openWan, type Wan } from '../wan.ts';
import { type Browser, openBrowser } from './chromium.ts';
import { signInOnPhone } from './phone-screens.ts';
import { type PlannedNote, planNote } from './planned-note.ts';

/** A world with one driver's phone in it, whose Wi-Fi can be cut. */
export interface DriverWorld {
  world: World;
  wifi: Wan;
  admin: SignedIn;
  /** The test that kills it puts another in its place. */
  driver: Browser;
  plan: (username: string, day?: string) => Promise<PlannedNote>;
  /** The note has reached the phone: its stop is on the tour. */
  planned: (page: Page, username: string, day?: string) => Promise<PlannedNote>;
  /** What HQ has received about a delivery, by the event's own words. */
  received: (note: PlannedNote) => Promise<Payload>;
  close: () => Promise<void>;
}

export interface Payload {
  qr_scanned?: string;
  signature_blob?: string;
  photo_blobs?: string[];
  lines?: unknown;
  cash_collected?: number;
  received_by?: string;
}

export async function openDriverWorld(): Promise<DriverWorld> {
  const database = await createTestDatabase();
  const world = await startWorld(database.url);
  const wifi = await openWan(world.hubUrl);
  const admin = await signIn(world.serverUrl, 'admin');
  const driver = await openBrowser({ width: 360, height: 740 });
  await signInOnPhone(driver.page, wifi.url, 'driver1.alger');
  await driver.page.locator('.next-stop').waitFor();
  await driver.page.evaluate(() => navigator.serviceWorker.ready);
  const plan = (username: string, day?: string) => planNote({ world, admin }, username, day);
  const place: DriverWorld = {
    ...{ world, wifi, admin, driver, plan },

    async planned(page, username, day) {
      const note = await plan(username, day);
      await page.evaluate(() => window.dispatchEvent(new Event('online')));
      await page.goto(`${wifi.url}/deliveries/${note.id}`);
      await page.getByRole('heading', { name: note.reference }).waitFor();
      return note;
    },

    async received(note) {
      const events = await eventually(
        async () => (await world.database.query('SELECT body FROM events WHERE entity_id = $1', [note.id])).rows,
        (rows) => rows.length > 0,
        'the delivery reaches HQ',
      );
      return JSON.parse(events[0].body).payload;
    },

    async close() {
      await place.driver.close();
      await wifi.close();
      await world.close();
      await database.drop();
    },
  };
  return place;
}
