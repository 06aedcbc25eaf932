import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { newId } from '../app/new-id.ts';
import { usePhone } from '../app/phone-context.tsx';
import { unkept } from '../app/unkept.ts';
import { useKept } from '../app/use-kept.ts';
import type { KeptForm } from '../store/forms.ts';

/** A small form as it was left, or a new one; undefined while it is read. Never from what an earlier visit has in memory. */
export function useFormAsLeft<T>(name: string, blank: T): KeptForm<T> | undefined {
  const phone = usePhone();
  return useQuery({
    queryKey: ['form', name],
    queryFn: async () => {
      const kept = unkept.get<KeptForm<T>>(name) ?? ((await phone.keptForm(name)) as KeptForm<T> | null);
      return kept ?? { name, event_id: newId(), content: blank };
    },
    staleTime: 0,
    gcTime: 0,
  }).data;
}

/** What a small form holds. It keeps itself with every key, sealed. */
export function useKeptForm<T>(initial: KeptForm<T>, isBlank: (content: T) => boolean) {
  const phone = usePhone();
  const save = useCallback((form: KeptForm<T>) => phone.saveForm(form), [phone]);
  const isBlankForm = useCallback((form: KeptForm<T>) => isBlank(form.content), [isBlank]);
  const { value, change, ...kept } = useKept(initial, { name: initial.name, save, isBlank: isBlankForm, afterMs: 0 });
  const type = (part: Partial<T>) => change((now) => ({ ...now, content: { ...now.content, ...part } }));
  return { ...kept, event_id: value.event_id, content: value.content, type };
}
