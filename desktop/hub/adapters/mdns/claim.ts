/** What a link does once it hears others answer for the app's name. */
export type ClaimMove = 'none' | 'probe' | 'insist' | 'give way';

export interface HeardClaim {
  address: string;
  /** It takes its word back: it is going. */
  isGoodbye: boolean;
}

/**
 * Who keeps the app's name. A holder gives way to any greater address and insists against lesser ones, so that of two
 * holders exactly one is left, whichever hears the other first. Who only probes gives way to anybody who answers.
 */
export function claimMove(claim: 'none' | 'probing' | 'held', own: string, heard: readonly HeardClaim[]): ClaimMove {
  const others = heard.filter(({ address }) => address !== own);
  if (others.length === 0) return 'none';
  if (others.every(({ isGoodbye }) => isGoodbye)) return claim === 'none' ? 'probe' : 'none';
  if (claim === 'none') return 'none';
  const isGreatest = others.every(({ address }) => numberOf(own) > numberOf(address));
  return claim === 'held' && isGreatest ? 'insist' : 'give way';
}

const numberOf = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
