import type { LineTrouble } from '#shared/contract/desktop.ts';

const OUT_OF_TIME = /certificate is not yet valid|certificate has expired|CERT_NOT_YET_VALID|CERT_HAS_EXPIRED/i;
const UNTRUSTED = /certificate|altname|subtree/i;

/**
 * What a person can do about a server that does not answer, by what the network said. `CLOCK`: its certificate is good at
 * another time than this PC's. `STRANGER`: what answers there cannot prove that it is HQ. Null: the line is down, or HQ is.
 */
export function lineTrouble(reason: string): LineTrouble | null {
  if (OUT_OF_TIME.test(reason)) return 'CLOCK';
  return UNTRUSTED.test(reason) ? 'STRANGER' : null;
}
