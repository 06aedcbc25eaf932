import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { readPng } from './fake-camera.ts';

let prepared: Promise<void> | null = null;

async function prepare(): Promise<void> {
  const reader = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(await readFile(reader)).buffer } });
}

/** The QR codes on a PNG, as a camera would read them. */
export async function codesOn(png: Uint8Array): Promise<string[]> {
  prepared ??= prepare();
  await prepared;
  const { width, height, pixels } = readPng(png);
  const data = new Uint8ClampedArray(pixels.length * 4).fill(255);
  for (const [index, grey] of pixels.entries()) data.fill(grey, index * 4, index * 4 + 3);
  const picture = { data, width, height, colorSpace: 'srgb' } as ImageData;
  return (await readBarcodes(picture, { formats: ['QRCode'] })).map(({ text }) => text);
}
