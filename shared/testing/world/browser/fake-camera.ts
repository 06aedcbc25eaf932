import { writeFile } from 'node:fs/promises';
import { inflateSync } from 'node:zlib';

/** A picture in shades of grey, one byte a pixel: all that a code reader looks at. */
export interface GreyPicture {
  width: number;
  height: number;
  pixels: Uint8Array;
}

export const CAMERA = { width: 640, height: 480, framesPerSecond: 10, frames: 10 } as const;

/** What Chromium needs so that its camera shows a file and asks nobody for permission. */
export const fakeCameraFlags = (file: string): string[] => [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  `--use-file-for-fake-video-capture=${file}`,
];

/**
 * Writes a film of a picture as a camera on a table would see it: the paper fills the frame, lies a little aslant, moves
 * a pixel or two from frame to frame, and the light is not quite white.
 */
export async function filmPicture(picture: GreyPicture, file: string): Promise<void> {
  const { width, height, framesPerSecond, frames } = CAMERA;
  const parts: Uint8Array[] = [Buffer.from(`YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420\n`)];
  const noColour = new Uint8Array((width * height) / 2).fill(128);
  for (let frame = 0; frame < frames; frame += 1) {
    const slant = 0.03 + 0.004 * Math.sin(frame);
    parts.push(Buffer.from('FRAME\n'), seen(picture, slant, frame % 3), noColour);
  }
  await writeFile(file, Buffer.concat(parts));
}

const TABLE = 90;

/** One frame's brightness: the picture fitted into the frame, turned by `slant` radians and moved by some pixels. */
function seen(picture: GreyPicture, slant: number, shift: number): Uint8Array {
  const { width, height } = CAMERA;
  const luma = new Uint8Array(width * height);
  const scale = Math.max(picture.width / width, picture.height / height) * 1.06;
  const cos = Math.cos(slant) * scale;
  const sin = Math.sin(slant) * scale;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const dx = x - width / 2 + shift;
      const dy = y - height / 2;
      const grey = sample(
        picture,
        picture.width / 2 + cos * dx + sin * dy,
        picture.height / 2 - sin * dx + cos * dy,
        scale,
      );
      // Video's black and white are 16 and 235; a camera in a yard reaches neither.
      luma[y * width + x] = 28 + (grey * 190) / 255;
    }
  }
  return luma;
}

/** The mean of the little square that a camera's pixel covers, so that fine print is blurred rather than torn. */
function sample({ width, height, pixels }: GreyPicture, x: number, y: number, size: number): number {
  const half = Math.max(0, (size - 1) / 2);
  let sum = 0;
  let count = 0;
  for (let at = Math.round(y - half); at <= Math.round(y + half); at += 1) {
    for (let across = Math.round(x - half); across <= Math.round(x + half); across += 1) {
      const inside = across >= 0 && at >= 0 && across < width && at < height;
      sum += inside ? (pixels[at * width + across] ?? TABLE) : TABLE;
      count += 1;
    }
  }
  return sum / count;
}

const PNG_SIGNATURE = '89504e470d0a1a0a';
const CHANNELS: Record<number, number> = { 0: 1, 2: 3, 6: 4 };

/** Reads a PNG as browsers write their screenshots: 8 bits a channel, not interlaced. */
export function readPng(file: Uint8Array): GreyPicture {
  const bytes = Buffer.from(file);
  if (bytes.subarray(0, 8).toString('hex') !== PNG_SIGNATURE) throw new Error('not a PNG');
  const width = bytes.readUInt32BE(16);
  const height = bytes.readUInt32BE(20);
  const channels = CHANNELS[bytes[25] ?? -1];
  if (bytes[24] !== 8 || channels === undefined || bytes[28] !== 0) throw new Error('a PNG of another kind');
  const rows = unfilter(inflateSync(Buffer.concat(imageData(bytes))), width * channels, height, channels);
  const pixels = new Uint8Array(width * height);
  for (let index = 0; index < pixels.length; index += 1) {
    const at = index * channels;
    const red = rows[at] ?? 0;
    pixels[index] = channels === 1 ? red : 0.299 * red + 0.587 * (rows[at + 1] ?? 0) + 0.114 * (rows[at + 2] ?? 0);
  }
  return { width, height, pixels };
}

function imageData(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const length = bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(bytes.subarray(at + 8, at + 8 + length));
  }
  return parts;
}

/**
 * Each row begins with the number of the filter that predicts its bytes from those to the left and above. A border of
 * zeros on both sides stands for what lies outside of the picture.
 */
function unfilter(data: Buffer, stride: number, height: number, step: number): Uint8Array {
  const out = new Uint8Array(stride * height);
  let above = new Uint8Array(step + stride);
  for (let y = 0; y < height; y += 1) {
    const filter = data[y * (stride + 1)] ?? 0;
    const row = new Uint8Array(step + stride);
    for (let x = step; x < row.length; x += 1) {
      const byte = data[y * (stride + 1) + 1 + x - step] ?? 0;
      row[x] = byte + predicted(filter, row[x - step] ?? 0, above[x] ?? 0, above[x - step] ?? 0);
    }
    out.set(row.subarray(step), y * stride);
    above = row;
  }
  return out;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4:
      return paeth(left, up, corner);
    default:
      return 0;
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
