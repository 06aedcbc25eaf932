import { readdirSync, statSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';

/** Smaller than this, a file is one packet anyway; pictures and fonts are compressed already. */
const WORTH_COMPRESSING_BYTES = 1_024;
const COMPRESSIBLE = /\.(js|css|html|svg|json|wasm|webmanifest|txt)$/;

const coders = { br: promisify(brotliCompress), gz: promisify(gzip) };

/** Writes each file of a build that is worth it once more as `.br` and as `.gz`, for nodes to send as they are. */
export async function precompress(folder) {
  const files = readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, name))
    .filter((file) => COMPRESSIBLE.test(file) && statSync(file).size >= WORTH_COMPRESSING_BYTES);
  await Promise.all(
    files.flatMap((file) =>
      Object.entries(coders).map(async ([suffix, compress]) =>
        writeFile(`${file}.${suffix}`, await compress(await readFile(file))),
      ),
    ),
  );
}
