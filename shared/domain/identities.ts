/** How many digits the numbers by which the tax office and the statistics office know a company usually have. */
const DIGITS = {
  nif: [15, 20],
  nis: [15, 16, 17, 18],
  ai: [11],
} as const satisfies Record<string, readonly number[]>;

type Numbered = keyof typeof DIGITS;

/** The number may be mistyped: it has another length than such numbers have. It is pointed out and never refused. */
export function hasOddLength(name: string, value: string): boolean {
  const expected: readonly number[] | undefined = Object.hasOwn(DIGITS, name) ? DIGITS[name as Numbered] : undefined;
  const digits = value.replace(/[\s./-]/g, '').length;
  return expected !== undefined && digits > 0 && !expected.includes(digits);
}
