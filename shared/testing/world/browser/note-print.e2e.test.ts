import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { RunningHub } from '#hub/open-hub.ts';
import { createTestDatabase, type TestDatabase } from '../../postgres.ts';
import { enrollCode, eventually, startHub, startWorld, type World } from '../start-world.ts';
import { type Browser, openBrowser } from './chromium.ts';
import { readPng } from './fake-camera.ts';

/** Delivery notes as the printer gets them: Chromium's own PDF, drawn as a picture, and the code read back from it. */
const hasPdf = spawnSync('pdftoppm', ['-v']).error === undefined;
const LONG = 'W'.repeat(200);
const DOTS_PER_INCH = 150;

let database: TestDatabase;
let world: World;
let hub: RunningHub;
let folder: string;
let browser: Browser;

beforeAll(async () => {
  if (!hasPdf) return;
  const reader = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(await readFile(reader)).buffer } });
  database = await createTestDatabase();
  world = await startWorld(database.url);
  folder = await mkdtemp(join(tmpdir(), 'manchengo-print-'));
  await world.database.query('UPDATE clients SET name = $1, address = $1, tax_id = $1', [LONG]);
  await world.database.query('UPDATE products SET name = $1', [LONG]);
  await world.database.query('UPDATE users SET name = $1 WHERE role = $2', [LONG, 'driver']);
  hub = await startHub(join(folder, 'hub'), world.wan.url, await enrollCode(world.serverUrl, 'ALG'));
  browser = await openBrowser({ width: 1000, height: 1200 });
});
afterAll(async () => {
  await browser?.close();
  await hub?.close();
  await world?.close();
  await database?.drop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

test.skipIf(!hasPdf)(
  '[DEPOT-2] a note’s code is whole on its page beside names of 200 letters, on A4 and A5, in three languages',
  async () => {
    const { origin, search, searchParams } = new URL(hub.desktopUrl);
    const headers = { authorization: `Bearer ${searchParams.get('token')}` };
    const { items } = await eventually(
      async () => (await fetch(`${origin}/api/desktop/deliveries`, { headers })).json(),
      (list) => list.items.length > 0,
      'the hub has its depot',
    );
    const [delivery] = items;
    expect(delivery.client_name).toBe(LONG);
    const { page } = browser;
    for (const [paper, language] of [
      ['A4', 'fr'],
      ['A5', 'fr'],
      ['A5', 'ar'],
      ['A4', 'ar'],
      ['A5', 'en'],
    ] as const) {
      await page.goto(`${origin}/${search}`);
      await page.evaluate((wanted) => localStorage.setItem('manchengo.language', wanted), language);
      await page.goto(`${origin}/deliveries/${delivery.id}/print${search}`);
      await page.getByText(paper, { exact: true }).click();
      await page.locator(`html[lang=${language}]`).waitFor();
      await page.locator(`.note-page[data-paper=${paper}] .note-qr svg`).waitFor();
      const file = join(folder, `${paper}-${language}`);
      await writeFile(`${file}.pdf`, await page.pdf({ preferCSSPageSize: true }));
      execFileSync('pdftoppm', ['-png', '-r', String(DOTS_PER_INCH), '-f', '1', '-singlefile', `${file}.pdf`, file]);
      expect(await codesOn(`${file}.png`), `${paper} ${language}`).toEqual([delivery.qr_payload]);
    }
  },
);

async function codesOn(file: string): Promise<string[]> {
  const { width, height, pixels } = readPng(await readFile(file));
  const data = new Uint8ClampedArray(pixels.length * 4).fill(255);
  for (const [index, grey] of pixels.entries()) data.fill(grey, index * 4, index * 4 + 3);
  const picture = { data, width, height, colorSpace: 'srgb' } as ImageData;
  return (await readBarcodes(picture, { formats: ['QRCode'] })).map(({ text }) => text);
}
