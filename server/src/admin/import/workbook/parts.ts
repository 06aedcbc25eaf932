import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';

/** One part of a workbook, which is a zip: as its central directory says. */
export interface Part {
  name: string;
  isDeflated: boolean;
  /** Its bytes as they were packed. */
  packed: Uint8Array;
  unpackedBytes: number;
}

const END = 0x06054b50;
const END_BYTES = 22;
const COMMENT_BYTES = 0xffff;
const CENTRAL = 0x02014b50;
const CENTRAL_BYTES = 46;
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const [STORED, DEFLATED] = [0, 8];
const ENCRYPTED = 1;
/** What stands for "see the 64-bit record", which no workbook of a few megabytes needs. */
const IN_ZIP64 = 0xffffffff;

const NO_WORKBOOK = 'This is no workbook of Excel (.xlsx): save it as .xlsx or as CSV.';

/**
 * The parts of a workbook. Whatever is not as plain as what a spreadsheet writes is no workbook: encrypted, split or
 * overlapping parts, and more of them than there can be.
 */
export function partsOf(bytes: Uint8Array): Result<Part[], string> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  if (end === null) return fail(NO_WORKBOOK);
  const count = view.getUint16(end + 10, true);
  if (count === 0 || count > LIMITS.workbookParts) return fail(NO_WORKBOOK);
  const parts: Part[] = [];
  let from = view.getUint32(end + 16, true);
  let packedBytes = 0;
  for (let n = 0; n < count; n += 1) {
    const part = partAt(view, bytes, from);
    if (part === null) return fail(NO_WORKBOOK);
    packedBytes += part.value.packed.length;
    parts.push(part.value);
    from = part.next;
  }
  // Parts that share their bytes come to more than the file: one kernel that is unpacked a thousand times.
  return packedBytes > bytes.length ? fail(NO_WORKBOOK) : ok(parts);
}

function endOf(view: DataView): number | null {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= Math.max(0, last - COMMENT_BYTES); at -= 1) {
    if (view.getUint32(at, true) === END) return at;
  }
  return null;
}

function partAt(view: DataView, bytes: Uint8Array, at: number): { value: Part; next: number } | null {
  if (at + CENTRAL_BYTES > bytes.length || view.getUint32(at, true) !== CENTRAL) return null;
  const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
  const [packedBytes, unpackedBytes] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
  const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true)) as [
    number,
    number,
    number,
  ];
  const local = view.getUint32(at + 42, true);
  const next = at + CENTRAL_BYTES + nameBytes + extraBytes + commentBytes;
  if ((flags & ENCRYPTED) !== 0 || (method !== STORED && method !== DEFLATED)) return null;
  if ([packedBytes, unpackedBytes, local].includes(IN_ZIP64) || next > bytes.length) return null;
  if (local + LOCAL_BYTES > bytes.length || view.getUint32(local, true) !== LOCAL) return null;
  const begin = local + LOCAL_BYTES + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (begin + packedBytes > bytes.length) return null;
  const name = new TextDecoder().decode(bytes.subarray(at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes));
  const packed = bytes.subarray(begin, begin + packedBytes);
  return { value: { name, isDeflated: method === DEFLATED, packed, unpackedBytes }, next };
}
