import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  name: string;
  text: string;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
/** Names are UTF-8. */
const FLAGS = 0x0800;
const DEFLATED = 8;

/** A zip archive of a few texts, as every PC opens it. */
export function zip(entries: readonly ZipEntry[], at: Date): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, text } of entries) {
    const content = Buffer.from(text);
    const packed = deflateRawSync(content);
    const common = header([
      [2, VERSION],
      [2, FLAGS],
      [2, DEFLATED],
      [2, dosTime(at)],
      [2, dosDate(at)],
      [4, crc32(content)],
      [4, packed.length],
      [4, content.length],
      [2, Buffer.byteLength(name)],
      [2, 0],
    ]);
    const file = Buffer.concat([header([[4, LOCAL]]), common, Buffer.from(name), packed]);
    const rest = header([
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, offset],
    ]);
    directory.push(
      Buffer.concat([
        header([
          [4, CENTRAL],
          [2, VERSION],
        ]),
        common,
        rest,
        Buffer.from(name),
      ]),
    );
    files.push(file);
    offset += file.length;
  }
  const index = Buffer.concat(directory);
  const count = entries.length;
  const end = header([
    [4, END],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, index.length],
    [4, offset],
    [2, 0],
  ]);
  return Buffer.concat([...files, index, end]);
}

/** Little-endian fields of so many bytes. */
function header(fields: readonly (readonly [bytes: number, value: number])[]): Buffer {
  const buffer = Buffer.alloc(fields.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of fields) at = buffer.writeUIntLE(value, at, bytes);
  return buffer;
}

const dosTime = (at: Date): number => (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
const dosDate = (at: Date): number =>
  ((Math.max(1980, at.getUTCFullYear()) - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
