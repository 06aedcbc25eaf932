import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create } from 'qrcode';
import { beforeAll, expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { pickCode, READER_OPTIONS, type WantedCode } from './pick-code.ts';

const NOTE = `MCG1.0193f3a0-0000-7000-8000-000000000001.${'n'.repeat(22)}.${'s'.repeat(86)}`;
const OTHER_NOTE = NOTE.replace('000000000001', '000000000002');
const DEPOT = '{"v":1,"depot":"ALG","hub":"0193f3a0","urls":["https://manchengo.local:8443"]}';
const CARTON = 'https://maker.example/lot/4711';

beforeAll(() => {
  const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const { buffer } = new Uint8Array(readFileSync(file));
  prepareZXingModule({ overrides: { wasmBinary: buffer } });
});

const FRAME = { width: 960, height: 540 };

/** A frame with codes in a row: each text at its place of so many. */
function frameOf(...texts: string[]): ImageData {
  const data = new Uint8ClampedArray(FRAME.width * FRAME.height * 4).fill(255);
  const room = FRAME.width / texts.length;
  for (const [place, text] of texts.entries()) {
    const { modules } = create(text, { errorCorrectionLevel: 'M' });
    const dot = Math.floor(Math.min(room, FRAME.height) / (modules.size + 8));
    const left = Math.round(place * room + (room - dot * modules.size) / 2);
    const top = Math.round((FRAME.height - dot * modules.size) / 2);
    for (let y = 0; y < dot * modules.size; y += 1) {
      for (let x = 0; x < dot * modules.size; x += 1) {
        if (!modules.get(Math.floor(y / dot), Math.floor(x / dot))) continue;
        data.fill(0, ((top + y) * FRAME.width + left + x) * 4, ((top + y) * FRAME.width + left + x) * 4 + 3);
      }
    }
  }
  return { data, ...FRAME, colorSpace: 'srgb' } as ImageData;
}

const read = async (wanted: WantedCode, ...texts: string[]) =>
  pickCode(await readBarcodes(frameOf(...texts), READER_OPTIONS), wanted, FRAME);

test('[DEPOT-3] beside a stranger’s code, on either side, the note’s is taken', async () => {
  expect(await read('note', NOTE)).toBe(NOTE);
  expect(await read('note', CARTON, NOTE)).toBe(NOTE);
  expect(await read('note', NOTE, CARTON)).toBe(NOTE);
  expect(await read('note', CARTON, CARTON, NOTE)).toBe(NOTE);
});

test('[DEPOT-3] what the screen looks for comes before another code of ours, and a stranger’s is told where it is alone', async () => {
  expect(await read('note', DEPOT, NOTE)).toBe(NOTE);
  expect(await read('depot', NOTE, DEPOT)).toBe(DEPOT);
  expect(await read('depot', NOTE, CARTON)).toBe(NOTE);
  expect(await read('note', CARTON)).toBe(CARTON);
  expect(pickCode([], 'note', FRAME)).toBeNull();
});

test('[DEPOT-3] of two notes the one nearest the middle is taken', async () => {
  expect(await read('note', OTHER_NOTE, NOTE, OTHER_NOTE)).toBe(NOTE);
});
