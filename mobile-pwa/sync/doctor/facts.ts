/** An address that the phone knows, and what it knows of it. */
export interface KnownNode {
  /** An origin. */
  url: string;
  /** Who answered there last, or should by a pairing code; null: nobody has said, as at a new phone's own address. */
  expected: { kind: 'server' } | { kind: 'hub'; hub: string; depot: string } | null;
  /** The phone has been spoken to from there: its certificate was believed then. */
  hasAnswered: boolean;
}

/** What came of asking an address who is there. */
export type Answer =
  /** `isOwn`: of the depot of whoever is signed in; null where that is not known. */
  | { kind: 'hub'; hub: string; depot: string; name: string; isOwn: boolean | null }
  | { kind: 'server' }
  /** Something answers, and it is no node, or none that speaks with this app. */
  | { kind: 'stranger' }
  /** A browser does not say why a call failed, only how soon. */
  | { kind: 'none'; ms: number };

export interface Asked {
  node: KnownNode;
  answer: Answer;
}
