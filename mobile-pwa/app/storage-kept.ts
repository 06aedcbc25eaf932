import { useEffect, useState } from 'react';

/** Asks the browser never to throw the phone's data away, and says what it answered; null while it thinks. */
export function useStorageKept(): boolean | null {
  const [kept, setKept] = useState<boolean | null>(null);
  useEffect(() => {
    void navigator.storage.persist().then(setKept, () => setKept(false));
  }, []);
  return kept;
}
