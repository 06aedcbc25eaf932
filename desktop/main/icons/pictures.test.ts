import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DRAWN_FROM, drawnFrom, TRAY_SIGNS, windowsIcon } from './pictures.ts';

test('[DESK-12] every icon was drawn from the SVG of today (npm run icons draws them)', () => {
  expect(readFileSync(DRAWN_FROM, 'utf8').trim()).toBe(drawnFrom());
  for (const name of Object.keys(TRAY_SIGNS))
    expect(existsSync(`desktop/main/public/icons/tray-${name}.png`)).toBe(true);
  const png = readFileSync('build/icons/icon.png');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([512, 512]);
});

test('[DESK-12] the Windows icon holds its sizes, each where its table says', () => {
  const kept = readFileSync('build/icons/icon.ico');
  const pictures = Array.from({ length: kept.readUInt16LE(4) }, (_, index) => {
    const at = 6 + 16 * index;
    const [length, offset] = [kept.readUInt32LE(at + 8), kept.readUInt32LE(at + 12)];
    return { size: kept.readUInt8(at) || 256, png: kept.subarray(offset, offset + length) };
  });
  expect(pictures.map(({ size }) => size)).toEqual([16, 24, 32, 48, 64, 128, 256]);
  expect(pictures.map(({ png }) => png.readUInt32BE(16))).toEqual(pictures.map(({ size }) => size));
  expect(windowsIcon(pictures).equals(kept)).toBe(true);
});
