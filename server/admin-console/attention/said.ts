import { Payment } from '#shared/contract/events.ts';
import type { fr } from '../texts/fr.ts';

export type SaidWord = keyof (typeof fr)['attention']['said'];

export type FailureText = keyof (typeof fr)['attention']['failure'];
const FAILURES: readonly FailureText[] = ['ABSENT', 'REFUSED', 'CLOSED', 'NO_TIME', 'ROAD', 'OTHER'];
const PAYMENTS: readonly Payment[] = Payment.anyOf.map((payment) => payment.const);

/** One thing that an entry says, for a person: `amount` in centimes. Its goods are read by `linesOf`. */
export type Said =
  | { word: SaidWord; kind: 'text'; text: string }
  | { word: SaidWord; kind: 'failure'; failure: FailureText }
  | { word: SaidWord; kind: 'payment'; payment: Payment }
  | { word: SaidWord; kind: 'amount'; centimes: number };

const TEXTS = ['received_by', 'reason', 'note', 'payment', 'method', 'name', 'phone', 'address', 'tax_id'] as const;
const AMOUNTS = ['cash_collected', 'amount', 'total_ttc'] as const;

/** What a payload says that a person decides by. Nobody has judged it yet, so nothing is taken for granted. */
export function saidBy(payload: unknown): Said[] {
  if (payload === null || typeof payload !== 'object') return [];
  const members = payload as Record<string, unknown>;
  const said: Said[] = [];
  for (const word of TEXTS) {
    const value = members[word];
    if (typeof value === 'string' && value !== '') said.push(textIn(word, value));
  }
  for (const word of AMOUNTS) said.push(...amountIn(word, members[word]));
  return [...said, ...amountIn('cheque', (members.cheque as { amount?: unknown } | null | undefined)?.amount)];
}

/** What a phone chose from a list is a code, and has words here; what somebody typed is shown as it stands. */
function textIn(word: (typeof TEXTS)[number], text: string): Said {
  const failure = word === 'reason' ? FAILURES.find((known) => known === text) : undefined;
  const payment = word === 'payment' || word === 'method' ? PAYMENTS.find((known) => known === text) : undefined;
  if (failure) return { word, kind: 'failure', failure };
  return payment ? { word, kind: 'payment', payment } : { word, kind: 'text', text };
}

const amountIn = (word: SaidWord, value: unknown): Said[] =>
  Number.isSafeInteger(value) ? [{ word, kind: 'amount', centimes: value as number }] : [];

/** The payload of an event as the text that was received; null where they cannot be read. */
export function payloadOf(receivedText: string): unknown {
  try {
    return (JSON.parse(receivedText) as { payload?: unknown }).payload;
  } catch {
    return null;
  }
}
