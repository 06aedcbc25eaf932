/**
 * A delivery note's code is `MCG1.<delivery>.<nonce>.<signature>`. Its nonce begins with the note's depot, so that the
 * signature vouches for it and any phone can tell another depot's note without a network. Older notes say no depot: their
 * nonce is twelve signs of chance, and shorter than any that names one.
 */
const NONCE = /^MCG1\.[^.]+\.D(\d{1,10})_[A-Za-z0-9_-]{12}\./;

/** `chance`: twelve signs of base64url. */
export const nonceOf = (depotId: number, chance: string): string => `D${depotId}_${chance}`;

/** The depot that a note's code names, or null where it names none. Whether the code is genuine is another question. */
export function depotOfNote(code: string): number | null {
  const [, depot] = NONCE.exec(code.trim()) ?? [];
  return depot === undefined ? null : Number(depot);
}
