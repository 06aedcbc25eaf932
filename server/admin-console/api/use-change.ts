import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Reader } from '#shared/contract/reader.ts';
import { valueOrThrow } from '#shared/ui/json-call.ts';
import { useNewId, useSession } from '../session/session-context.tsx';
import { keyOfIntent } from './key-of-intent.ts';

export interface Change {
  /** Below /api/admin. */
  path: string;
  body: unknown;
}

/**
 * An act at HQ. Sent again after a failure, it bears the same key, so that the server does it once. Once it is done,
 * whatever is on the screen is read again.
 */
export function useChange<T>(read: Reader<T>) {
  const session = useSession();
  const queryClient = useQueryClient();
  const newId = useNewId();
  const [keyFor] = useState(() => keyOfIntent(newId));
  return useMutation({
    mutationFn: async ({ path, body }: Change) => {
      const headers = { 'idempotency-key': keyFor.of(JSON.stringify([path, body])) };
      return valueOrThrow(await session.callTagged(read, 'POST', `/api/admin/${path}`, body, headers)).body;
    },
    onSuccess: () => {
      keyFor.forget();
      return queryClient.invalidateQueries();
    },
  });
}
