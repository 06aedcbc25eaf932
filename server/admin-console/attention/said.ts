import type { fr } from '../texts/fr.ts';

export type SaidWord = keyof (typeof fr)['attention']['said'];

/** One thing that an entry says, for a person: `amount` in centimes, `lines` by product. */
export type Said =
  | { word: SaidWord; kind: 'text'; text: string }
  | { word: SaidWord; kind: 'amount'; centimes: number }
  | { word: SaidWord; kind: 'lines'; lines: { product_id: number; quantity: number }[] };

const TEXTS = ['received_by', 'reason', 'note', 'payment', 'name', 'phone', 'address', 'tax_id'] as const;
const AMOUNTS = ['cash_collected', 'total_ttc'] as const;

/** What a payload says that a person decides by. Nobody has judged it yet, so nothing is taken for granted. */
export function saidBy(payload: unknown): Said[] {
  if (payload === null || typeof payload !== 'object') return [];
  const members = payload as Record<string, unknown>;
  const said: Said[] = [];
  for (const word of TEXTS) {
    const value = members[word];
    if (typeof value === 'string' && value !== '') said.push({ word, kind: 'text', text: value });
  }
  for (const word of AMOUNTS) {
    const value = members[word];
    if (Number.isSafeInteger(value)) said.push({ word, kind: 'amount', centimes: value as number });
  }
  const lines = linesIn(members.lines);
  if (lines.length > 0) said.push({ word: 'lines', kind: 'lines', lines });
  return said;
}

/** A delivery's lines say `delivered`, an invoice's `quantity`. */
function linesIn(value: unknown): { product_id: number; quantity: number }[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((line: { product_id?: unknown; delivered?: unknown; quantity?: unknown } | null) => {
    const quantity = line?.delivered ?? line?.quantity;
    return Number.isSafeInteger(line?.product_id) && Number.isSafeInteger(quantity)
      ? [{ product_id: line?.product_id as number, quantity: quantity as number }]
      : [];
  });
}

/** The payload of an event as the text that was received; null where they cannot be read. */
export function payloadOf(receivedText: string): unknown {
  try {
    return (JSON.parse(receivedText) as { payload?: unknown }).payload;
  } catch {
    return null;
  }
}
