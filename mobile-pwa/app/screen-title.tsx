import { Title, type TitleProps } from '@mantine/core';
import { useEffect, useRef } from 'react';

/** The page itself begins where its browser begins it. */
let isFirst = true;

/**
 * A screen's name, in the page and as the document's: it stands where the browser lists its pages, and a screen reader says
 * it first. Whoever came from another screen is there, too, with the keyboard, unless the screen begins in a field.
 */
export function ScreenTitle(props: Omit<TitleProps, 'order'>) {
  const heading = useRef<HTMLHeadingElement>(null);
  // After every turn: a title may be made of parts that come later, and changes with the language.
  useEffect(() => {
    const name = heading.current?.textContent?.trim();
    document.title = name ? `${name} · Manchengo` : 'Manchengo';
  });
  useEffect(() => {
    // What had the focus is gone with the screen before.
    if (!isFirst && document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
    isFirst = false;
  }, []);
  return <Title order={1} {...props} tabIndex={-1} ref={heading} />;
}
