import { Title, type TitleProps } from '@mantine/core';
import { useEffect, useRef } from 'react';

/**
 * A screen's name, in the page and as the document's: it stands where the browser lists its pages, and a screen reader says
 * it first.
 */
export function ScreenTitle(props: Omit<TitleProps, 'order'>) {
  const heading = useRef<HTMLHeadingElement>(null);
  // After every turn: a title may be made of parts that come later, and changes with the language.
  useEffect(() => {
    const name = heading.current?.textContent?.trim();
    document.title = name ? `${name} · Manchengo` : 'Manchengo';
  });
  return <Title order={1} {...props} ref={heading} />;
}
