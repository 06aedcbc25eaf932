import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { PAPERS } from '#shared/ui/paper/paper-choice.ts';

const PX_PER_MM = 96 / 25.4;
const SHEET_PX = PAPERS.A4.width * PX_PER_MM;

/** How small a sheet has to be to fit into the width of what holds it, which is measured whenever it changes. */
export function useSheetZoom(): { room: RefObject<HTMLDivElement | null>; zoom: number } {
  const room = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState(1);
  useLayoutEffect(() => {
    const holder = room.current?.parentElement;
    if (!holder) return;
    const measure = () => setZoom(Math.min(1, holder.clientWidth / SHEET_PX));
    const watch = new ResizeObserver(measure);
    watch.observe(holder);
    measure();
    return () => watch.disconnect();
  }, []);
  return { room, zoom };
}
