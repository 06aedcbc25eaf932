/** A cell of a file that is made for spreadsheets. Figures are written as a person of the country reads them. */
export type CsvCell = string | number | null;

/** What makes a spreadsheet reckon a text, or run it. */
const RECKONED = /^[=+\-@\t\r]/;
const TO_QUOTE = /[;"\r\n]/;

/** By it Excel knows that the file is UTF-8. */
export const CSV_BEGIN = '\uFEFF';

/** One line: semicolons, as a French Excel reads them. A text that a spreadsheet would reckon stays a text. */
export const csvLine = (cells: readonly CsvCell[]): string => `${cells.map(csvCell).join(';')}\r\n`;

function csvCell(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell).replace('.', ',');
  const text = RECKONED.test(cell) ? `'${cell}` : cell;
  return TO_QUOTE.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Centimes in dinars, as a figure that a spreadsheet adds up. */
export function csvAmount(centimes: number): number {
  return centimes / 100;
}
