/** States what this program believes here. Where it does not hold, the program is wrong: nothing goes on from it. */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`This cannot be: ${message}`);
}
