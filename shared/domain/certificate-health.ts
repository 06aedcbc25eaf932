import { LIMITS } from '#shared/contract/limits.ts';

/** Whether a certificate that should have been renewed long since needs a person. */
export type CertificateHealth = 'good' | 'ending' | 'expired';

/** A certificate is renewed two months before it ends: one that is about to end has failed to be for weeks. */
export function certificateHealth(expiresAtMs: number, nowMs: number): CertificateHealth {
  if (nowMs >= expiresAtMs) return 'expired';
  return expiresAtMs - nowMs <= LIMITS.certificateWarningDays * 24 * 3600 * 1000 ? 'ending' : 'good';
}
