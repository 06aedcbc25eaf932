import { create } from 'qrcode';
import { expect, it } from 'vitest';
import { qrShape } from './qr-shape.ts';

it('draws exactly the dark modules of the code', () => {
  const text = 'MCG1.019aa7c0-0000-7000-8000-000000000001.nonce.signature';
  const { size, path } = qrShape(text);
  const drawn = new Set<string>();
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let i = 0; i < Number(length); i++) drawn.add(`${Number(x) + i},${y}`);
  }
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const expected = new Set<string>();
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column)) expected.add(`${column},${row}`);
    }
  }
  expect(size).toBe(modules.size);
  expect(drawn).toEqual(expected);
});
