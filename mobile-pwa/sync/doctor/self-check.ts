import { LIMITS } from '#shared/contract/limits.ts';

/** What a phone can say of itself. Whatever is not known is null. */
export interface SelfFacts {
  /** Null where nobody has signed in, or the phone is locked. */
  session: { needs_sign_in: boolean; put_back: boolean } | null;
  /** How far the clock is ahead of the server's. */
  aheadMs: number | null;
  bytesLeft: number | null;
  isStorageKept: boolean | null;
  camera: CameraFact;
}

/** What came of asking for a camera, without troubling its person: where it would ask, nobody is asked. */
export type CameraFact = 'works' | 'will_ask' | 'refused' | 'none' | 'busy';

/** What is said of each; all but the first of each list is something to do. */
export interface SelfFindings {
  token: 'good' | 'nobody' | 'sign_in' | 'put_back';
  clock: 'good' | 'unknown' | 'ahead' | 'behind';
  storage: 'good' | 'low' | 'unkept';
  camera: CameraFact;
}

/** Some days of work without photos. */
export const LOW_BYTES = 50 * 1024 * 1024;

/** What of the phone itself keeps its person from working, or soon will. */
export const findOfSelf = ({ session, aheadMs, bytesLeft, isStorageKept, camera }: SelfFacts): SelfFindings => ({
  token: session === null ? 'nobody' : session.put_back ? 'put_back' : session.needs_sign_in ? 'sign_in' : 'good',
  clock: clockFinding(aheadMs),
  storage: bytesLeft !== null && bytesLeft < LOW_BYTES ? 'low' : isStorageKept === false ? 'unkept' : 'good',
  camera,
});

function clockFinding(aheadMs: number | null): SelfFindings['clock'] {
  if (aheadMs === null) return 'unknown';
  if (Math.abs(aheadMs) <= LIMITS.clockDriftMs) return 'good';
  return aheadMs > 0 ? 'ahead' : 'behind';
}
