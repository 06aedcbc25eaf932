import { useEffect } from 'react';

/** What the tab, the history, a screen reader and a printed file call the page: its own name first. Empty parts are left out. */
export function usePageTitle(...names: (string | null | undefined)[]): void {
  const title = pageTitle(names);
  useEffect(() => {
    document.title = title;
  }, [title]);
}

export const pageTitle = (names: readonly (string | null | undefined)[]): string =>
  [...names.filter(Boolean), 'Manchengo'].join(' · ');
