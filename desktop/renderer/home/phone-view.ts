import type { DesktopPhone } from '#shared/contract/desktop.ts';

/** A phone asks at least this often while it is in the yard's Wi-Fi. */
const HERE_WITHIN_MS = 2 * 60_000;
/** Clocks this far off confuse the people who read times; what is recorded is corrected anyway. */
const DRIFT_WORTH_SAYING_MS = 5 * 60_000;

export interface PhoneView {
  here: boolean;
  /** Milliseconds that the clock is off, either way; null where it is good enough. */
  clockOffMs: number | null;
}

export function phoneView(phone: Pick<DesktopPhone, 'last_seen_at' | 'clock_drift_ms'>, nowMs: number): PhoneView {
  const off = Math.abs(phone.clock_drift_ms);
  return {
    here: nowMs - Date.parse(phone.last_seen_at) < HERE_WITHIN_MS,
    clockOffMs: off >= DRIFT_WORTH_SAYING_MS ? off : null,
  };
}

/** Whose work still waits here comes first, then who was here last. */
export const phonesInOrder = <P extends Pick<DesktopPhone, 'pending_events' | 'last_seen_at'>>(phones: P[]): P[] =>
  [...phones].sort(
    (a, b) => b.pending_events - a.pending_events || Date.parse(b.last_seen_at) - Date.parse(a.last_seen_at),
  );
