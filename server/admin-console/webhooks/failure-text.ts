import { WEBHOOK_FAILURES, type WebhookFailure } from '#shared/contract/hq/webhooks.ts';

/** Which `webhooks.failure.*` text says why something did not get through; a newer server may know more reasons. */
export const failureText = (failure: string): WebhookFailure | 'OTHER' =>
  WEBHOOK_FAILURES.find((known) => known === failure) ?? 'OTHER';
