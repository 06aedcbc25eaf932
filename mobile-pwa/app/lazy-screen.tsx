import { type ComponentType, Suspense, use, useState } from 'react';
import { ScreenShape } from './boot-gate.tsx';
import { lazyFile } from './lazy-file.ts';
import { MissingScreenGate } from './missing-screen.tsx';

/** A screen in a file of its own. Where that cannot be had, the screen says so, and what was typed before it stays kept. */
export function lazyScreen<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const file = lazyFile(load);
  /** Once its file is here it is shown at once, without the shape of a screen in between. */
  function Fetched(props: Props) {
    const Screen = file.get() ?? use(file.fetched());
    return <Screen {...props} />;
  }
  return function LazyScreen(props: Props) {
    const [attempt, setAttempt] = useState(0);
    return (
      <MissingScreenGate key={attempt} again={file.again} onHere={() => setAttempt((count) => count + 1)}>
        <Suspense fallback={<ScreenShape />}>
          <Fetched {...props} />
        </Suspense>
      </MissingScreenGate>
    );
  };
}
