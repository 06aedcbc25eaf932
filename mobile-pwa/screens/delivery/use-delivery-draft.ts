import { useCallback, useEffect, useState } from 'react';
import { usePhone } from '../../app/phone-context.tsx';
import { useKept } from '../../app/use-kept.ts';
import type { DeliveryDraft } from '../../store/views.ts';
import { draftName, isUntouched } from './draft.ts';

/** What is typed at a stop, whichever of its forms is open. It keeps itself with every key, the scan included. */
export function useDeliveryDraft(initial: DeliveryDraft) {
  const phone = usePhone();
  const save = useCallback((draft: DeliveryDraft) => phone.saveDeliveryDraft(draft), [phone]);
  const kept = useKept(initial, { name: draftName(initial.delivery_id), save, isBlank: isUntouched, afterMs: 0 });
  const { change } = kept;
  // As it opens: a scan alone is worth keeping, and what the store says of it later is older than what is typed.
  const [opened] = useState(initial);
  useEffect(() => change(opened), [change, opened]);
  return kept;
}
