// `npm run shots [-- --out FOLDER]`: pictures of the phone's main screens in six modes, and of its forms in the room that a
// keyboard leaves. They are there to be looked at; what can be measured (nothing clipped) is told at the end.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { startTestCluster } from '../../../postgres-cluster.ts';
import { signIn, startWorld } from '../../start-world.ts';
import { openBrowser } from '../chromium.ts';
import { openLines, openNote, signInOnPhone } from '../phone-screens.ts';
import { planNote } from '../planned-note.ts';
import { clippedTexts } from './clipped.ts';
import { enlargeText, KEYBOARD, MODES, type Mode, show } from './modes.ts';
import { openScreen, SCREENS } from './screens.ts';

const { values } = parseArgs({ options: { out: { type: 'string', default: '.data/shots' } } });
const out = path.resolve(values.out);
mkdirSync(out, { recursive: true });

const cluster = await startTestCluster();
const world = await startWorld(cluster.url);
const browser = await openBrowser({ width: 360, height: 740 });
const clipped: string[] = [];
try {
  const { page } = browser;
  await signInOnPhone(page, world.hubUrl, 'driver1.alger');
  await page.locator('.next-stop').waitFor();
  const note = await planNote({ world, admin: await signIn(world.serverUrl, 'admin') }, 'driver1.alger');
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  for (const mode of MODES) {
    await show(page, mode);
    for (const screen of SCREENS) {
      await openScreen(page, world.hubUrl, screen, note.id);
      await picture(page, mode, screen.name);
    }
  }
  await show(page, KEYBOARD);
  await page.goto(world.hubUrl);
  await openNote(page, note.qr_payload);
  await openLines(page);
  await page
    .getByRole('textbox', { name: /^Quantité/ })
    .first()
    .click();
  await picture(page, KEYBOARD, 'delivery-form');
} finally {
  await browser.close();
  await world.close();
  await cluster.stop();
}
console.log(`${out}: ${MODES.length * SCREENS.length + 1} pictures`);
for (const line of clipped) console.log(`  clipped: ${line}`);

async function picture(page: Page, mode: Mode, name: string): Promise<void> {
  await enlargeText(page, mode);
  for (const text of await clippedTexts(page)) clipped.push(`${name} ${mode.name}: ${text}`);
  await page.screenshot({ path: path.join(out, `${name}-${mode.name}.png`) });
}
