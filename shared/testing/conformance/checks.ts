import { test } from 'vitest';

/** One thing that a subject must do: run as a test of its own, or collected by whoever wants to see it fail. */
export interface Check<Subject> {
  name: string;
  run(subject: Subject): Promise<void>;
}

/** Runs every check as a vitest test of the enclosing `describe`. */
export function testAll<Subject>(checks: Check<Subject>[], subject: () => Subject): void {
  for (const { name, run } of checks) test(name, () => run(subject()));
}

/** Runs checks until one fails; gives the name of that one, or null where the subject passed them all. */
export async function firstFailure<Subject>(checks: Check<Subject>[], subject: Subject): Promise<string | null> {
  for (const { name, run } of checks) {
    try {
      await run(subject);
    } catch {
      return name;
    }
  }
  return null;
}
