import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Reader } from '#shared/contract/reader.ts';
import { valueOrThrow } from '#shared/ui/json-call.ts';
import { useSession } from '../session/session-context.tsx';

export interface Change {
  /** Below /api/admin. */
  path: string;
  body: unknown;
}

/** A change at HQ; once it is made, the lists that it touches are read again. */
export function useChange<T>(touches: string, read: Reader<T>) {
  const session = useSession();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ path, body }: Change) =>
      valueOrThrow(await session.call(read, 'POST', `/api/admin/${path}`, body)),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [touches] }),
  });
}
