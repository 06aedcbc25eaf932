import { create } from 'qrcode';

/** Light modules that a reader wants around the code (ISO 18004). */
export const QUIET_ZONE = 4;

/** The dark modules of a QR code as one SVG path, in module units; level M bears a smudge from a wet glove. */
export function qrShape(text: string): { size: number; path: string } {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const { size } = modules;
  const runs: string[] = [];
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (!modules.get(row, column)) continue;
      const start = column;
      while (column + 1 < size && modules.get(row, column + 1)) column++;
      const length = column - start + 1;
      runs.push(`M${start} ${row}h${length}v1h-${length}z`);
    }
  }
  return { size, path: runs.join('') };
}
