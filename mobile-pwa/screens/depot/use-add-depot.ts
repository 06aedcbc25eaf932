import { type UseMutationResult, useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { usePhone } from '../../app/phone-context.tsx';
import type { AddedDepot } from '../../sync/phone-views.ts';

/** Adds the depot of a code; `given`: one that was scanned elsewhere and agreed to. */
export function useAddDepot(given: string | null): UseMutationResult<AddedDepot, Error, string> {
  const phone = usePhone();
  const adding = useMutation({ mutationFn: (code: string) => phone.addDepot(code) });
  const { mutate } = adding;
  useEffect(() => {
    if (given !== null) mutate(given);
  }, [given, mutate]);
  return adding;
}
