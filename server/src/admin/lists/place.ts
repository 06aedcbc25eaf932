import type { ListOrder, Row } from './listing.ts';

/** A cursor names the row after which a list goes on, by the columns of its order. */
export function cursorAt({ by }: ListOrder, row: Row): string {
  const place = by.map((column) => (column === null ? '' : String(row[column] ?? '')));
  return Buffer.from(JSON.stringify(place), 'utf8').toString('base64url');
}

export function placeOf({ by }: ListOrder, cursor: string): string[] | null {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const isPlace =
      Array.isArray(place) && place.length === by.length && place.every((part) => typeof part === 'string');
    return isPlace ? (place as string[]) : null;
  } catch {
    return null;
  }
}

export const nowhere = ({ by }: ListOrder): null[] => by.map(() => null);
