/** As long as a hand-over between two WiFi cells may take. */
const TIMEOUT_MS = 4_000;

/**
 * Whether anything at all answers the web at an address. What it says cannot be read, since a page of another origin
 * never may; that it answers is told apart from silence.
 */
export async function knock(url: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    await fetch(url, { mode: 'no-cors', cache: 'no-store', credentials: 'omit', signal });
    return true;
  } catch {
    return false;
  }
}
