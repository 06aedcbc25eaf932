/** What is summed up of several lists, by the heads of its queries. */
const BOARDS: Readonly<Record<string, readonly string[]>> = {
  overview: ['deliveries', 'events', 'conflicts', 'corrections', 'quarantine', 'alerts', 'hubs', 'depots'],
  arrivals: ['events', 'devices', 'deliveries'],
  'alerts-by-user': ['alerts'],
};

/** Whether what was read under this key may be another since these lists have changed. */
export function isStale(queryKey: readonly unknown[], lists: ReadonlySet<string>): boolean {
  const [head, part] = queryKey;
  if (typeof head !== 'string') return false;
  // All clients, for their names alone: they are too many to be read again at each change of a balance.
  if (head === 'clients' && part === 'whole') return false;
  return lists.has(head) || (BOARDS[head] ?? []).some((list) => lists.has(list));
}
