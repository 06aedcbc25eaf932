/** Every call that a node makes to its stores or to the network: it may die just before each, and just after. */
const CALLS = {
  phone: [
    'save',
    'keepBlob',
    'request',
    'nextBatch',
    'recordPush',
    'setAside',
    'cursor',
    'applyPage',
    'stageScope',
    'commitScope',
    'unsent',
  ],
  'phone uploader': ['waiting', 'read', 'recordHeld', 'setAside'],
  hub: ['keysOf', 'accept', 'changes', 'snapshot', 'status'],
  'hub photos': ['find', 'append', 'complete'],
  uplink: [
    'request',
    'nextBatch',
    'recordPush',
    'setAside',
    'cursor',
    'applyPage',
    'stageScope',
    'commitScope',
    'unsent',
  ],
  'hub uploader': ['waiting', 'read', 'recordHeld', 'setAside'],
  'server photos': ['find', 'append', 'complete'],
  server: ['keysOf', 'accept', 'changes', 'snapshot', 'status', 'statement'],
} as const;

export type Caller = keyof typeof CALLS;

export const POINTS: readonly string[] = Object.entries(CALLS).flatMap(([caller, calls]) =>
  calls.flatMap((call) => [`${caller}.${call} before`, `${caller}.${call} after`]),
);

/** What is asked at each point; it never resolves where the process dies there. */
export type Pass = (point: string) => Promise<void>;

/** A port of which each call that stands above passes a point before and after. */
export function withPoints<T extends object>(caller: Caller, port: T, pass: Pass): T {
  const calls = Object.entries(port as Record<string, (...args: unknown[]) => Promise<unknown>>);
  const mortal = calls.filter(([name]) => (CALLS[caller] as readonly string[]).includes(name));
  return Object.fromEntries([
    ...calls,
    ...mortal.map(([name, call]) => [
      name,
      async (...args: unknown[]) => {
        await pass(`${caller}.${name} before`);
        const value = await call.apply(port, args);
        await pass(`${caller}.${name} after`);
        return value;
      },
    ]),
  ]) as T;
}
