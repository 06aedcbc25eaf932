import type { LineFault, UsedColumn } from '#shared/contract/hq/import.ts';
import type { Headings } from '#shared/contract/hq/import-headings.ts';
import { folded } from '#shared/domain/search.ts';
import type { ImportKind } from './kinds.ts';
import type { TableRow } from './read-table.ts';

/** Two headings that differ by case, accents, blanks and signs alone are one. */
export const headingKey = (heading: string): string =>
  folded(heading)
    .replaceAll(/[^\p{L}\p{N}%]+/gu, ' ')
    .trim();

/** What is remembered of a company's own headings, by their keys. */
export type Mapping = ReadonlyMap<string, string | null>;
export const mappingOf = (columns: UsedColumn[]): Mapping =>
  new Map(columns.map(({ heading, column }) => [headingKey(heading), column]));

/** Where each column of a file goes: what somebody at HQ has said of its heading counts, then the API's names, then those of the three languages. */
export function usedColumns(
  header: TableRow,
  kind: ImportKind,
  mapping: Mapping,
): (UsedColumn & { isKnown: boolean })[] {
  const named = new Map<string, string>();
  for (const [column, headings] of Object.entries<Headings>(kind.headings).toReversed()) {
    for (const heading of [...headings.fr, ...headings.ar, ...headings.en]) named.set(headingKey(heading), column);
  }
  return header.cells.map((heading) => {
    const key = headingKey(heading);
    const own = mapping.get(key);
    if (own === null || (own !== undefined && Object.hasOwn(kind.columns, own))) {
      return { heading, column: own, isKnown: true };
    }
    const name = heading.toLowerCase();
    const column = Object.hasOwn(kind.columns, name) ? name : (named.get(key) ?? null);
    return { heading, column, isKnown: column !== null };
  });
}

/** What is wrong with the columns that a header names. */
export function faultsOfHeader(
  line: number,
  used: ReturnType<typeof usedColumns>,
  { columns }: ImportKind,
): LineFault[] {
  const faults: LineFault[] = [];
  const names = used.map(({ column }) => column);
  used.forEach(({ heading, column, isKnown }, index) => {
    if (heading === '') faults.push({ line, fault: 'COLUMN_UNNAMED', reason: `column ${index + 1} has no name` });
    else if (!isKnown)
      faults.push({ line, column: heading, fault: 'COLUMN_UNKNOWN', reason: `${heading} is no column here` });
    else if (column !== null && names.indexOf(column) !== index)
      faults.push({ line, column: heading, fault: 'COLUMN_TWICE', reason: `${heading} stands there twice` });
  });
  for (const [name, { optional, instead }] of Object.entries(columns)) {
    if (optional || names.includes(name) || (instead && names.includes(instead))) continue;
    // Of two columns that may stand for each other, the first is asked for.
    if (instead && Object.keys(columns).indexOf(instead) < Object.keys(columns).indexOf(name)) continue;
    faults.push({ line, column: name, fault: 'COLUMN_MISSING', reason: `${name} is missing` });
  }
  return faults;
}
