import { useLayoutEffect, useRef, useState } from 'react';

/**
 * Whoever has picked a product types its quantity next: the cursor goes to the first field of its line, which comes into
 * sight. The line bears `data-product`.
 */
export function usePickedLine<List extends HTMLElement>() {
  const list = useRef<List>(null);
  const [picked, setPicked] = useState<{ id: number } | null>(null);
  useLayoutEffect(() => {
    if (picked !== null) list.current?.querySelector<HTMLElement>(`[data-product="${picked.id}"] input`)?.focus();
  }, [picked]);
  return { list, pick: (id: number) => setPicked({ id }) };
}
