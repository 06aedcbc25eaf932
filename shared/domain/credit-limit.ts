/** Whether a client owes more than it may; one without a limit never does. */
export const isOverLimit = ({ balance, credit_limit }: { balance: number; credit_limit?: number | null }): boolean =>
  credit_limit !== null && credit_limit !== undefined && balance > credit_limit;
