import { type Claim, type Claimant, type ClaimMove, claimMove, type HeardClaim, probeMove } from './claim.ts';

/** RFC 6762, 8.1: three probes, a quarter of a second apart. */
const PROBES = 3;
const PROBE_EVERY_MS = 250;

export interface NameClaimDeps {
  claimant(): Claimant;
  /** Asks the network whether anybody has the name. */
  sendProbe(): void;
  /** It is ours from now on, or somebody doubts it: say so. */
  announce(): void;
  /** Told when it was gained, and when another's claim took it or kept it from us. */
  onChange(isHeld: boolean): void;
}

/** One name on one network, which is answered for only once probes have found nobody else who does. */
export class NameClaim {
  readonly #deps: NameClaimDeps;
  #claim: Claim = 'none';
  #probing: ReturnType<typeof setTimeout> | null = null;

  constructor(deps: NameClaimDeps) {
    this.#deps = deps;
  }

  get isHeld(): boolean {
    return this.#claim === 'held';
  }

  /** Probes, where nobody is known to hold it; whoever holds it answers. */
  look(): void {
    if (this.#claim === 'none') this.#probe(PROBES);
  }

  /** Others answer for the name, or take it back. */
  hearAnswer(heard: readonly HeardClaim[]): void {
    this.#move(claimMove(this.#claim, this.#deps.claimant(), heard));
  }

  /** Others probe for the name. */
  hearProbe(heard: readonly HeardClaim[]): void {
    this.#move(probeMove(this.#claim, this.#deps.claimant(), heard));
  }

  /** Lets go of it without saying so. */
  drop(): void {
    if (this.#probing !== null) clearTimeout(this.#probing);
    this.#claim = 'none';
  }

  #probe(left: number): void {
    if (left === 0) {
      this.#claim = 'held';
      this.#deps.onChange(true);
      this.#deps.announce();
      return;
    }
    this.#claim = 'probing';
    this.#deps.sendProbe();
    this.#probing = setTimeout(() => this.#probe(left - 1), PROBE_EVERY_MS);
  }

  #move(move: ClaimMove): void {
    switch (move) {
      case 'none':
        break;
      case 'probe':
        this.look();
        break;
      case 'insist':
        this.#deps.announce();
        break;
      case 'give way':
        this.drop();
        this.#deps.onChange(false);
        break;
      default:
        move satisfies never;
    }
  }
}
