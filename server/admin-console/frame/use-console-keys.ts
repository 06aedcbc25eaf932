import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { keyMeaning } from './key-meaning.ts';
import type { Section } from './sections.ts';

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));

/** A drawer leaves the list in reach, keys included; any other dialog has the keyboard to itself. */
const hasDialog = (): boolean => document.querySelector('[role="dialog"]:not(.detail-drawer)') !== null;

/** The keys of the whole console, and which of the two dialogs that they open is shown. */
export function useConsoleKeys(sections: Section[]) {
  const [path, navigate] = useLocation();
  const [shown, setShown] = useState<'help' | 'palette' | null>(null);
  // Whoever goes elsewhere, by the way back too, leaves the dialog behind.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is what closes it, though it is not read.
  useEffect(() => setShown(null), [path]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey, target } = event;
      const meaning = keyMeaning({ key, ctrlKey, metaKey, altKey, inField: isField(target) });
      if (meaning === null || event.defaultPrevented || hasDialog()) return;
      if (meaning.kind === 'section') {
        const path = sections[meaning.index]?.pages[0].path;
        if (path === undefined) return;
        navigate(path);
      } else if (meaning.kind === 'search') {
        document.querySelector<HTMLInputElement>('input[type="search"]')?.focus();
      } else setShown(meaning.kind);
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [sections, navigate]);
  return { shown, showHelp: () => setShown('help'), hide: () => setShown(null) };
}
