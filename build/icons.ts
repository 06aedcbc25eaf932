// `npm run icons`: draws every icon of the desktop program from the one SVG, in Chromium. The pictures are kept in the
// repository, so that packing needs no browser; a test holds them to the SVG of today.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { openBrowser } from '#shared/testing/world/browser/chromium.ts';
import { DRAWN_FROM, drawnFrom, ICON_SVG, TRAY_SIGNS, windowsIcon } from '../desktop/main/icons/pictures.ts';

const TRAY_FOLDER = 'desktop/main/public/icons';
const TRAY_SIZE = 32;
const SYSTEM_SIZE = 512;
const WINDOWS_SIZES = [16, 24, 32, 48, 64, 128, 256];

const browser = await openBrowser();
const svg = readFileSync(ICON_SVG, 'utf8');

async function draw(size: number, sign = ''): Promise<Buffer> {
  const picture = svg.replace('</svg>', `${sign}</svg>`);
  await browser.page.setViewportSize({ width: size, height: size });
  await browser.page.setContent(`<style>*{margin:0}svg{display:block;width:${size}px}</style>${picture}`);
  return browser.page.screenshot({ omitBackground: true });
}

mkdirSync(TRAY_FOLDER, { recursive: true });
for (const [name, sign] of Object.entries(TRAY_SIGNS)) {
  writeFileSync(`${TRAY_FOLDER}/tray-${name}.png`, await draw(TRAY_SIZE, sign));
}
writeFileSync('build/icons/icon.png', await draw(SYSTEM_SIZE));
const pictures: { size: number; png: Buffer }[] = [];
for (const size of WINDOWS_SIZES) pictures.push({ size, png: await draw(size) });
writeFileSync('build/icons/icon.ico', windowsIcon(pictures));
writeFileSync(DRAWN_FROM, `${drawnFrom()}\n`);
await browser.close();
