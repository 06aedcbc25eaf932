/** Chance as the simulator may own it. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  bytes(length: number): Uint8Array;
}

export const systemRandom: Random = {
  next: () => Math.random(),
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
};
