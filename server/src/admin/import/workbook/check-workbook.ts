import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { fail, ok, type Result } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { type Part, partsOf } from './parts.ts';

const MIB = 1024 * 1024;
const TOO_LARGE = `The workbook is more than ${LIMITS.workbookUnpackedBytes / MIB} MB when it is unpacked: import it in parts.`;
const DAMAGED = 'The workbook is damaged: open it in Excel and save it again.';

/**
 * Unpacks a workbook piece by piece, keeping none of it: what comes to more than it may, or is not as long as it says, goes
 * no further. So the program that reads it afterwards makes room for no more than that.
 */
export async function checkWorkbook(bytes: Uint8Array): Promise<Result<null, string>> {
  const parts = partsOf(bytes);
  if (!parts.ok) return parts;
  const said = parts.value.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0);
  if (said > LIMITS.workbookUnpackedBytes) return fail(TOO_LARGE);
  for (const part of parts.value) {
    const length = await unpackedLength(part);
    if (length !== part.unpackedBytes) return fail(length === null ? DAMAGED : TOO_LARGE);
  }
  return ok(null);
}

/** How long a part is; it is left as soon as it is longer than it says. Null where it cannot be unpacked or is shorter. */
async function unpackedLength({ isDeflated, packed, unpackedBytes }: Part): Promise<number | null> {
  if (!isDeflated) return packed.length === unpackedBytes ? packed.length : null;
  const inflate = createInflateRaw();
  let length = 0;
  try {
    for await (const piece of Readable.from([packed]).pipe(inflate)) {
      length += (piece as Buffer).length;
      if (length > unpackedBytes) return length;
    }
  } catch {
    return null;
  } finally {
    inflate.destroy();
  }
  return length === unpackedBytes ? length : null;
}
