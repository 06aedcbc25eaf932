import { useEffect } from 'react';

function whoHasFocus(): HTMLElement | null {
  const { activeElement } = document;
  return activeElement instanceof HTMLElement && activeElement !== document.body ? activeElement : null;
}

/**
 * For what stands before a page while it is open: whoever opened it has the keyboard again once it is gone, or the page
 * where that is not there any more. Without it the keyboard would begin at the page's top each time.
 */
export function useFocusBack(): void {
  useEffect(() => {
    const opener = whoHasFocus();
    return () => {
      if (document.activeElement !== document.body) return;
      const back = opener?.isConnected ? opener : document.getElementById('content');
      back?.focus({ preventScroll: opener?.isConnected !== true });
    };
  }, []);
}
