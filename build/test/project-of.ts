/** The vitest project (see vitest.config.ts) to which a test file belongs, by its name. */
export function projectOf(file: string): 'unit' | 'integration' | 'e2e' {
  if (/\.e2e\.test\.ts$/.test(file)) return 'e2e';
  return /\.integration\.test\.ts$/.test(file) ? 'integration' : 'unit';
}
