import { useCallback } from 'react';
import { usePhone } from '../../app/phone-context.tsx';
import { useKept } from '../../app/use-kept.ts';
import type { DraftInvoice } from '../../store/views.ts';
import { draftName, isBlank } from './draft.ts';

/** The list of invoices shows drafts too, and looks again after each change. */
const AFTER_TYPING_MS = 400;

/** A draft of an invoice, which keeps itself. */
export function useDraft(initial: DraftInvoice) {
  const phone = usePhone();
  const save = useCallback((draft: DraftInvoice) => phone.saveDraft(draft), [phone]);
  return useKept(initial, { name: draftName(initial.id), save, isBlank, afterMs: AFTER_TYPING_MS });
}
