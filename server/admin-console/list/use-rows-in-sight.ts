import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';

/** Fewer rows than this are all drawn: the browser's own search finds them. */
const ALL_DRAWN_BELOW = 200;
const ROW_PX = 45;
const DRAWN_AROUND = 20;

/** Of many rows those in sight, and how much room the others take above and below them. */
export function useRowsInSight<Row>(rows: Row[]) {
  const frame = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const isCut = rows.length >= ALL_DRAWN_BELOW;
  useLayoutEffect(() => {
    setTop((frame.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
  }, []);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_PX,
    overscan: DRAWN_AROUND,
    scrollMargin: top,
    enabled: isCut,
  });
  if (!isCut) return { frame, inSight: rows, above: 0, below: 0 };
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0], items.at(-1)];
  return {
    frame,
    inSight: items.flatMap(({ index }) => rows[index] ?? []),
    above: first ? first.start - top : 0,
    below: last ? virtual.getTotalSize() - (last.end - top) : 0,
  };
}
