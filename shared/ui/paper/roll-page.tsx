import { type ComponentProps, useLayoutEffect, useRef, useState } from 'react';
import { PAPERS } from './paper-choice.ts';

const MM_PER_PX = 25.4 / 96;

interface RollPageProps extends ComponentProps<'article'> {
  /** Names its page among those that are printed together; a paper by itself needs no name. */
  page?: string;
}

/** A paper on a roll of 80 mm: a page as long as it is, so that the printer cuts where it ends. */
export function RollPage({ page, style, ...article }: RollPageProps) {
  const element = useRef<HTMLElement>(null);
  const [height, setHeight] = useState(0);
  useLayoutEffect(() => {
    if (element.current) setHeight(Math.ceil(element.current.getBoundingClientRect().height * MM_PER_PX) + 1);
  });
  return (
    <>
      {height > 0 && <style>{`@page ${page ?? ''} { size: ${PAPERS['80mm'].width}mm ${height}mm; margin: 0 }`}</style>}
      <article ref={element} style={page === undefined ? style : { ...style, page }} {...article} />
    </>
  );
}
