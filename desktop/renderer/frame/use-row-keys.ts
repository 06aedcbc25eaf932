import { type KeyboardEvent, useCallback } from 'react';

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

/** Up and down lead from row to row of a list whose rows begin with a link or button marked `data-row`. */
export function useRowKeys(): (event: KeyboardEvent<HTMLElement>) => void {
  return useCallback((event) => {
    const step = STEPS[event.key];
    const at = (event.target as HTMLElement).closest('[data-row]');
    if (step === undefined || at === null) return;
    const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
    rows[rows.indexOf(at as HTMLElement) + step]?.focus();
    event.preventDefault();
  }, []);
}

/** A row that is only read is led to as well; Tab comes to the first one. */
export const rowStop = (index: number) => ({ 'data-row': true, tabIndex: index === 0 ? 0 : -1 });
