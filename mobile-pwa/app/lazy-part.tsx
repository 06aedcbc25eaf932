import { type ComponentType, useEffect, useState } from 'react';
import { lazyFile } from './lazy-file.ts';

/**
 * A part of a screen that nobody needs in its first moment, in a file of its own: it is fetched as soon as the screen stands
 * there, and tried again whenever the screen changes. `Meanwhile` is in its place.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Meanwhile: ComponentType<Props>,
): ComponentType<Props> {
  const file = lazyFile(load);
  return function LazyPart(props: Props) {
    const [Part, setPart] = useState(file.get);
    useEffect(() => {
      if (Part !== null) return;
      let isGone = false;
      file.again().then(
        (loaded) => !isGone && setPart(() => loaded),
        () => {},
      );
      return () => {
        isGone = true;
      };
    });
    return Part === null ? <Meanwhile {...props} /> : <Part {...props} />;
  };
}
