const DIGITS = 15;

/** A cell of a workbook as the text that a CSV would hold: figures with a point and without a power of ten, days as YYYY-MM-DD. */
export function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return figureText(cell);
  if (typeof cell === 'boolean') return cell ? 'oui' : 'non';
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10);
  return String(cell).trim();
}

/** A spreadsheet keeps fifteen digits: what stands behind them is noise of its arithmetic. */
function figureText(figure: number): string {
  const rounded = Number(figure.toPrecision(DIGITS));
  return Number.isInteger(rounded) ? rounded.toLocaleString('en', { useGrouping: false }) : plainDecimal(rounded);
}

const plainDecimal = (figure: number): string =>
  figure.toLocaleString('en', { useGrouping: false, maximumFractionDigits: DIGITS });
