import { useSearchParams } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';

/** The filters named, as they stand in the address; what is absent is empty. */
export function useParams<Name extends string>(
  names: readonly Name[],
): [Record<Name, string>, (change: Partial<Record<Name, string>>) => void] {
  const [params, setParams] = useSearchParams();
  const values = Object.fromEntries(names.map((name) => [name, params.get(name) ?? ''])) as Record<Name, string>;
  const change = (changed: Partial<Record<Name, string>>) =>
    setParams((before) => changedParams(before, changed), { replace: true, state: history.state });
  return [values, change];
}

/** What is open over a screen: which thing, and what is being done to it. Both stand in the address. */
export interface Opened {
  open: string;
  act: string;
  /** Opens a thing, or begins an act (on what is open, unless another is named). */
  show: (what: { open?: string; act?: string }) => void;
  /** Back to what was in sight before. */
  close: () => void;
}

/** The way back closes what was opened: each opening is a step of the history, and closing takes that step back. */
export function useOpened(): Opened {
  const [params, setParams] = useSearchParams();
  const state = useHistoryState<{ openedHere?: boolean } | null>();
  const open = params.get('open') ?? '';
  const act = params.get('do') ?? '';
  return {
    open,
    act,
    show: (what) =>
      setParams((before) => changedParams(before, { open: what.open ?? open, do: what.act ?? '' }), {
        state: { openedHere: true },
      }),
    close: () => {
      if (state?.openedHere) return history.back();
      // By a link from elsewhere: the list is what lies behind it.
      setParams((before) => changedParams(before, { do: '', ...(act === '' && { open: '' }) }), { replace: true });
    },
  };
}

/** An empty value leaves the address. */
export function changedParams(before: URLSearchParams, changed: Record<string, string | undefined>): URLSearchParams {
  const params = new URLSearchParams(before);
  for (const [name, value] of Object.entries(changed)) {
    if (value) params.set(name, value);
    else params.delete(name);
  }
  return params;
}
