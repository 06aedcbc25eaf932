/** The idempotency key of what somebody is about to do: one as long as it is the same, another for another. */
export function keyOfIntent(newKey: () => string) {
  let last: { intent: string; key: string } | null = null;
  return {
    of(intent: string): string {
      if (last?.intent !== intent) last = { intent, key: newKey() };
      return last.key;
    },
    /** It is done: whoever does the same once more means it. */
    forget(): void {
      last = null;
    },
  };
}
