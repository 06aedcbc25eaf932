import { parentPort, workerData } from 'node:worker_threads';
import { readSheet } from 'read-excel-file/universal';
import { LIMITS } from '#shared/contract/limits.ts';
import { cellText } from './cell-text.ts';

/**
 * Reads the first sheet of a workbook, on a thread whose memory is its own: a cell that claims to stand in the millionth row
 * asks for a table of that size, and then the thread dies and not the server.
 */
const bytes = workerData as ArrayBuffer;
const rows = await readSheet(bytes, { parseNumber: (figure: string) => Number(figure) });
// One more than there may be of each says that there are more.
const read = rows
  .slice(0, LIMITS.importRows + 2)
  .map((cells) => cells.slice(0, LIMITS.importColumns + 1).map((cell) => cellText(cell)));
parentPort?.postMessage(read);
