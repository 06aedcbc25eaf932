/**
 * How long tests wait for a condition before they say that it never came. What takes a second here takes many on a busy CI
 * machine (three times slower has been seen), and waiting longer costs nothing where the condition comes: so there is one
 * limit for all, and no test has a shorter one of its own.
 */
export const WAIT_MS = 120_000;

/** How long a test or a hook may take: longer than one wait, so that the wait itself says what it waited for. */
export const TEST_MS = 300_000;

/** The same for tests that only reckon. */
export const UNIT_TEST_MS = 60_000;

/** How many times slower than ours a busy CI machine may be. */
const SLOW_MACHINE = 6;

/** The time that a rule gives the product, in ms, on a machine as slow as that. */
export const onSlowMachine = (ms: number): number => ms * SLOW_MACHINE;
