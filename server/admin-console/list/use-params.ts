import { useSearchParams } from 'wouter';

/** The filters named, as they stand in the address; what is absent is empty. */
export function useParams<Name extends string>(
  names: readonly Name[],
): [Record<Name, string>, (change: Partial<Record<Name, string>>) => void] {
  const [params, setParams] = useSearchParams();
  const values = Object.fromEntries(names.map((name) => [name, params.get(name) ?? ''])) as Record<Name, string>;
  const change = (changed: Partial<Record<Name, string>>) =>
    setParams((before) => changedParams(before, changed), { replace: true });
  return [values, change];
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
