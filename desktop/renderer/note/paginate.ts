/** Heights, in any one unit. */
export interface Rooms {
  /** For rows on the first page. */
  first: number;
  /** For rows on each further page. */
  further: number;
  /** What stands below the last row, on its page. */
  tail: number;
}

/**
 * Which rows stand on which page, by their places. What follows the last row stays with at least one row; a row that is
 * higher than a page has one of its own. There is always a page.
 */
export function pagesOf(rows: number[], { first, further, tail }: Rooms): number[][] {
  const pages: number[][] = [[]];
  let left = first;
  for (const [row, height] of rows.entries()) {
    if (height > left && pages.at(-1)?.length !== 0) {
      pages.push([]);
      left = further;
    }
    pages.at(-1)?.push(row);
    left -= height;
  }
  if (tail <= left) return pages;
  const last = pages.pop() ?? [];
  const moved = last.splice(Math.max(0, firstThatFits(last, rows, further - tail)));
  return [...pages, last, moved].filter((page, index) => index === 0 || page.length > 0);
}

/** From which place on the rows fit into a room: the last one whatever its height, and never all of them. */
function firstThatFits(page: number[], rows: number[], room: number): number {
  let from = page.length - 1;
  let used = rows[page[from] ?? 0] ?? 0;
  while (from > 1 && used + (rows[page[from - 1] ?? 0] ?? 0) <= room && page.length - from < MOVED_ROWS) {
    from -= 1;
    used += rows[page[from] ?? 0] ?? 0;
  }
  return from;
}

/** So many rows go with the totals: one alone looks lost, and more would empty the page before. */
const MOVED_ROWS = 3;
