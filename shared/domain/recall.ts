export interface Part {
  quantity: number;
  returned: number;
  source: 'recorded' | 'computed';
}

/**
 * What a client got of a lot, by how it is known: as far as the lot was noted at the delivery it is recorded, the rest
 * follows from the order in which the stock is taken. What came back came back from the computed part first.
 */
export function splitBySource(
  { quantity, returned }: { quantity: number; returned: number },
  recorded: number,
): Part[] {
  const noted = Math.min(quantity, recorded);
  const computed = quantity - noted;
  const backFromComputed = Math.min(returned, computed);
  const parts: Part[] = [
    { quantity: noted, returned: returned - backFromComputed, source: 'recorded' },
    { quantity: computed, returned: backFromComputed, source: 'computed' },
  ];
  return parts.filter((part) => part.quantity > 0);
}
