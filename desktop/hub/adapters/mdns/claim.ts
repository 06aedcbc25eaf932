export type Claim = 'none' | 'probing' | 'held';

/** What a link does once it hears others answer for a name that it wants. */
export type ClaimMove = 'none' | 'probe' | 'insist' | 'give way';

export interface HeardClaim {
  address: string;
  /** It withdraws its claim: it is going. */
  isGoodbye: boolean;
}

/** The address of the link that wants the name, and all of its machine's: no two links of one machine are rivals. */
export interface Claimant {
  address: string;
  machine: readonly string[];
}

/**
 * Who keeps a name. A holder gives way to any greater address and insists against lesser ones, so that of two holders
 * exactly one is left, whichever hears the other first. Who only probes gives way to anybody who answers.
 */
export function claimMove(claim: Claim, own: Claimant, heard: readonly HeardClaim[]): ClaimMove {
  const others = rivals(own, heard);
  if (others.length === 0) return 'none';
  if (others.every(({ isGoodbye }) => isGoodbye)) return claim === 'none' ? 'probe' : 'none';
  if (claim === 'none') return 'none';
  return claim === 'held' && isGreatest(own, others) ? 'insist' : 'give way';
}

/** Of two that probe at one moment the one with the greater address goes on (RFC 6762, 8.2); a holder just answers. */
export function probeMove(claim: Claim, own: Claimant, heard: readonly HeardClaim[]): ClaimMove {
  return claim === 'probing' && !isGreatest(own, rivals(own, heard)) ? 'give way' : 'none';
}

const rivals = ({ address: own, machine }: Claimant, heard: readonly HeardClaim[]): HeardClaim[] =>
  heard.filter(({ address }) => address !== own && !machine.includes(address));

const isGreatest = ({ address: own }: Claimant, others: readonly HeardClaim[]): boolean =>
  others.every(({ address }) => numberOf(own) > numberOf(address));

const numberOf = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
