import { expect, test } from 'vitest';
import { decodeFile } from './decode-file.ts';

const text = (bytes: Uint8Array, contentType?: string) => {
  const read = decodeFile(bytes, contentType);
  return read.ok ? read.value : null;
};
const latin = (line: string) => Uint8Array.from(line, (letter) => letter.charCodeAt(0));

test('[CSV-1] UTF-8, with and without its mark', () => {
  expect(text(Buffer.from('Épicerie'))).toBe('Épicerie');
  expect(text(Buffer.from('\uFEFFÉpicerie'))).toBe('Épicerie');
});

test('[CSV-1] what a French Excel writes is read, whether it says so or not', () => {
  expect(text(latin('\u00C9picerie;1\u00A0250'))).toBe('Épicerie;1\u00A0250');
  expect(text(latin('\u00C9picerie'), 'text/csv; charset=windows-1252')).toBe('Épicerie');
  expect(text(Uint8Array.from([0xff, 0xfe, 0xc9, 0x00]))).toBe('É');
});

test('[CSV-1] Arabic of Windows, where it is declared', () => {
  expect(text(Uint8Array.from([0xc7, 0xe1]), 'text/csv; charset=windows-1256')).toBe('ال');
});

test('[CSV-1] nothing is replaced: what cannot be read is told', () => {
  expect(text(latin('\u00C9picerie'), 'text/csv; charset=utf-8')).toBeNull();
  expect(text(Uint8Array.from([0x61, 0x81]))).toBeNull();
  expect(decodeFile(Buffer.from('x'), 'text/csv; charset=ebcdic')).toMatchObject({
    ok: false,
    error: expect.stringContaining('ebcdic'),
  });
});
