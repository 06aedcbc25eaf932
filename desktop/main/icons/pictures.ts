import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The one drawing that all icons are made from. */
export const ICON_SVG = 'shared/ui/icon.svg';
/** Says what the pictures in the repository were drawn from. */
export const DRAWN_FROM = 'build/icons/drawn-from.sha256';

const disc = (colour: string, sign: string): string =>
  `<circle cx="46" cy="46" r="17" fill="${colour}" stroke="#fff" stroke-width="3"/>` +
  `<path d="${sign}" fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round" stroke-linejoin="round"/>`;

/** What the tray adds: a colour with a sign of its own, so that nobody needs the colour. */
export const TRAY_SIGNS = {
  ok: disc('#2B8A3E', 'M38 46l6 6 10-11'),
  busy: disc('#1971C2', 'M46 55V38m-7 7l7-7 7 7'),
  waiting: disc('#B35C00', 'M46 37v9l6 4'),
  person: disc('#C92A2A', 'M46 37v10m0 7v.5'),
} as const;

export const drawnFrom = (): string =>
  createHash('sha256').update(readFileSync(ICON_SVG)).update(JSON.stringify(TRAY_SIGNS)).digest('hex');

const HEADER_BYTES = 6;
const ENTRY_BYTES = 16;

/** A Windows icon: a table of sizes and the pictures as PNG. */
export function windowsIcon(pictures: readonly { size: number; png: Uint8Array }[]): Buffer {
  const table = Buffer.alloc(HEADER_BYTES + ENTRY_BYTES * pictures.length);
  table.writeUInt16LE(1, 2);
  table.writeUInt16LE(pictures.length, 4);
  let offset = table.length;
  pictures.forEach(({ size, png }, index) => {
    const at = HEADER_BYTES + ENTRY_BYTES * index;
    // 256 does not fit a byte, and is written as 0.
    table.writeUInt8(size % 256, at);
    table.writeUInt8(size % 256, at + 1);
    table.writeUInt16LE(1, at + 4);
    table.writeUInt16LE(32, at + 6);
    table.writeUInt32LE(png.length, at + 8);
    table.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([table, ...pictures.map(({ png }) => png)]);
}
