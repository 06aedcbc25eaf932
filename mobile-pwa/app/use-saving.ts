import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { failureOf } from '../sync/phone-client.ts';
import type { FailureCode } from '../sync/protocol.ts';

const AGAIN_AFTER_MS = 3_000;

interface SavingOptions<T> {
  /** Records what the form holds at this moment; null where it holds nothing that can be recorded. */
  save: () => Promise<T | null>;
  onSaved: (result: T) => void;
}

/**
 * Records a form, once. On a full phone it waits, with the form as it is, and is tried again until there is room: what is
 * recorded then is what the form holds then. Whoever leaves the form has not recorded it.
 */
export function useSaving<T>({ save, onSaved }: SavingOptions<T>) {
  const [isWaiting, setWaiting] = useState(false);
  const attempt = useMutation({
    mutationFn: save,
    onSuccess: (result) => {
      if (result === null) return;
      setWaiting(false);
      onSaved(result);
    },
    onError: (error) => setWaiting(failureOf(error) === 'STORAGE_FULL'),
  });
  const { mutate, isPending } = attempt;
  const isSaved = attempt.isSuccess && attempt.data !== null;
  useEffect(() => {
    if (!isWaiting || isPending || isSaved) return;
    const timer = setTimeout(() => mutate(), AGAIN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isWaiting, isPending, isSaved, mutate]);
  const failure: FailureCode | null = isWaiting
    ? 'STORAGE_FULL'
    : attempt.error === null
      ? null
      : failureOf(attempt.error);
  return {
    save: () => mutate(),
    /** Recorded, or about to be: the button is not to be pressed again. */
    isOver: isPending || isSaved || isWaiting,
    isBusy: isPending || isWaiting,
    failure,
  };
}
