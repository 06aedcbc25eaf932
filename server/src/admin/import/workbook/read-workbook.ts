import { Worker } from 'node:worker_threads';
import { type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { type Table, type TableRow, tableOf } from '../read-table.ts';
import { checkWorkbook } from './check-workbook.ts';

const UNREADABLE = 'The workbook cannot be read here: save its sheet as CSV, and import that.';

/** The first sheet of a workbook as a table: the first row that holds anything names the columns. */
export async function readWorkbook(bytes: Uint8Array): Promise<Result<Table, RequestError>> {
  const checked = await checkWorkbook(bytes);
  if (!checked.ok) return refuse('INVALID_REQUEST', checked.error);
  const cells = await readOnThread(bytes);
  if (cells === null) return refuse('INVALID_REQUEST', UNREADABLE);
  const rows: TableRow[] = cells.map((row, index) => ({ line: index + 1, cells: row }));
  return tableOf(
    rows.filter((row) => row.cells.some((cell) => cell !== '')),
    cells.length,
  );
}

/** The cells of the sheet; null where they are more than the thread has room or time for, or no sheet at all. */
function readOnThread(bytes: Uint8Array): Promise<string[][] | null> {
  const copy = Uint8Array.from(bytes).buffer;
  const worker = new Worker(new URL('./sheet-worker.ts', import.meta.url), {
    workerData: copy,
    transferList: [copy],
    resourceLimits: { maxOldGenerationSizeMb: LIMITS.workbookHeapMiB },
    // What the reader has to say of a broken file is no message of the server's.
    stderr: true,
    stdout: true,
  });
  return new Promise((resolve) => {
    const over = setTimeout(() => void worker.terminate(), LIMITS.workbookSeconds * 1000);
    worker.once('message', (rows: string[][]) => resolve(rows));
    worker.once('error', () => resolve(null));
    worker.once('exit', () => {
      clearTimeout(over);
      resolve(null);
    });
  });
}
