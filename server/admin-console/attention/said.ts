import { Payment } from '#shared/contract/events.ts';
import type { fr } from '../texts/fr.ts';

export type SaidMember = keyof (typeof fr)['attention']['said'];

export type FailureText = keyof (typeof fr)['attention']['failure'];
const FAILURES: readonly FailureText[] = ['ABSENT', 'REFUSED', 'CLOSED', 'NO_TIME', 'ROAD', 'OTHER'];
const PAYMENTS: readonly Payment[] = Payment.anyOf.map((payment) => payment.const);

/** One thing that an entry says, for a person: `amount` in centimes. Its goods are read by `linesOf`. */
export type Said =
  | { member: SaidMember; kind: 'text'; text: string }
  | { member: SaidMember; kind: 'failure'; failure: FailureText }
  | { member: SaidMember; kind: 'payment'; payment: Payment }
  | { member: SaidMember; kind: 'amount'; centimes: number };

const TEXTS = ['received_by', 'reason', 'note', 'payment', 'method', 'name', 'phone', 'address', 'tax_id'] as const;
const AMOUNTS = ['cash_collected', 'amount', 'total_ttc'] as const;

/** What a payload says that a person decides by. Nobody has judged it yet, so nothing is taken for granted. */
export function saidBy(payload: unknown): Said[] {
  if (payload === null || typeof payload !== 'object') return [];
  const members = payload as Record<string, unknown>;
  const said: Said[] = [];
  for (const member of TEXTS) {
    const value = members[member];
    if (typeof value === 'string' && value !== '') said.push(textIn(member, value));
  }
  for (const member of AMOUNTS) said.push(...amountIn(member, members[member]));
  return [...said, ...amountIn('cheque', (members.cheque as { amount?: unknown } | null | undefined)?.amount)];
}

/** What a phone chose from a list is a code, and has a text here; what somebody typed is shown as it stands. */
function textIn(member: (typeof TEXTS)[number], text: string): Said {
  const failure = member === 'reason' ? FAILURES.find((known) => known === text) : undefined;
  const payment = member === 'payment' || member === 'method' ? PAYMENTS.find((known) => known === text) : undefined;
  if (failure) return { member, kind: 'failure', failure };
  return payment ? { member, kind: 'payment', payment } : { member, kind: 'text', text };
}

const amountIn = (member: SaidMember, value: unknown): Said[] =>
  Number.isSafeInteger(value) ? [{ member, kind: 'amount', centimes: value as number }] : [];

/** The payload of an event as the text that was received; null where they cannot be read. */
export function payloadOf(receivedText: string): unknown {
  try {
    return (JSON.parse(receivedText) as { payload?: unknown }).payload;
  } catch {
    return null;
  }
}
