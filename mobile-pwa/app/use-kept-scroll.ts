import { type RefObject, useLayoutEffect, useRef } from 'react';
import { useLocation } from 'wouter';

/** How far each page was scrolled when it was left, while the app is open. */
const leftAt = new Map<string, number>();

/** Whoever comes back to a page finds it where they left it; what is on it comes from the store, a moment later. */
export function useKeptScroll(): RefObject<HTMLElement | null> {
  const [path] = useLocation();
  const box = useRef<HTMLElement>(null);
  const isUsed = useRef(false);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const wanted = leftAt.get(path) ?? 0;
    const restore = () => {
      element.scrollTop = wanted;
      if (element.scrollTop >= wanted) observer.disconnect();
    };
    const observer = new MutationObserver(restore);
    // Where it stands is asked when the browser knows it: at any other moment the whole page would be laid out for the answer.
    const note = () => void leftAt.set(path, element.scrollTop);
    if (wanted > 0) {
      observer.observe(element, { childList: true, subtree: true });
      restore();
    } else if (isUsed.current) element.scrollTop = 0;
    isUsed.current = true;
    element.addEventListener('scroll', note, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', note);
    };
  }, [path]);
  return box;
}
