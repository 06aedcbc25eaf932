interface Credit {
  /** What the client owes, in centimes. */
  balance: number;
  credit_limit?: number | null;
}

/** Whether a client owes more than it may; one without a limit never does. */
export const isOverLimit = ({ balance, credit_limit }: Credit): boolean =>
  credit_limit !== null && credit_limit !== undefined && balance > credit_limit;

/** What a client would owe, and what it may, in centimes. */
export interface BeyondLimit {
  owed: number;
  credit_limit: number;
}

/** Where `more` would leave the client above its limit; null where it does not, and where nothing more would be owed. */
export function beyondLimit({ balance, credit_limit }: Credit, more: number): BeyondLimit | null {
  const owed = balance + more;
  if (more <= 0 || credit_limit === null || credit_limit === undefined) return null;
  return isOverLimit({ balance: owed, credit_limit }) ? { owed, credit_limit } : null;
}
