import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { HqCall } from '#shared/contract/hq/call-answers.ts';
import { valueOrThrow } from '#shared/ui/json-call.ts';
import { useNewId, useSession } from '../session/session-context.tsx';
import { type HqRequest, send } from './client.ts';
import { keyOfIntent } from './key-of-intent.ts';

/**
 * An act at HQ. Sent again after a failure, it bears the same key, so that the server does it once. Once it is done,
 * whatever is on the screen is read again.
 */
export function useChange<C extends HqCall>() {
  const session = useSession();
  const queryClient = useQueryClient();
  const newId = useNewId();
  const [keyFor] = useState(() => keyOfIntent(newId));
  return useMutation({
    mutationFn: async (request: HqRequest<C>) => {
      const headers = { 'idempotency-key': keyFor.of(JSON.stringify([request.address, request.body])) };
      return valueOrThrow(await send(session, request, headers)).body;
    },
    onSuccess: () => {
      keyFor.forget();
      return queryClient.invalidateQueries();
    },
  });
}
