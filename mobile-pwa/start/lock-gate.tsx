import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { ScreenShape } from '../app/boot-gate.tsx';
import { IdleWatch } from '../app/idle-watch.tsx';
import { useLock } from '../app/phone-context.tsx';
import { LockedSignIn, LockScreen } from './screens.ts';

/**
 * Nothing is shown of a locked phone. A form that somebody had begun is still there once they have entered their PIN: it
 * is out of sight meanwhile, and nothing more is read for it.
 */
export function LockGate({ children }: { children: ReactNode }) {
  const { data: lock } = useLock();
  const queries = useQueryClient();
  const wasOpen = useRef(false);
  const kind = lock?.kind;
  useEffect(() => {
    if (kind === 'open') void queries.invalidateQueries();
    if (kind === 'sign_in') queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'lock' });
  }, [kind, queries]);
  if (lock === undefined) return <ScreenShape />;
  wasOpen.current = lock.kind === 'open' || (lock.kind === 'pin' && wasOpen.current);
  return (
    <>
      {lock.kind === 'open' && <IdleWatch />}
      {lock.kind === 'pin' && <LockScreen lock={lock} />}
      {lock.kind === 'sign_in' && <LockedSignIn lock={lock} />}
      {wasOpen.current && (
        <div hidden={lock.kind !== 'open'} inert={lock.kind !== 'open'}>
          {children}
        </div>
      )}
    </>
  );
}
