import type { LineState, LineTrouble } from '#shared/contract/desktop.ts';
import type { NodeHealth } from '#shared/sync-client/engine.ts';
import { NO_NODE } from '#shared/sync-client/node-api.ts';

const OUT_OF_TIME = /certificate is not yet valid|certificate has expired|CERT_NOT_YET_VALID|CERT_HAS_EXPIRED/i;
const UNTRUSTED = /certificate|altname|subtree/i;

/**
 * What a person can do about a server that does not answer, by what the network said. `CLOCK`: its certificate is good at
 * another time than this PC's. `STRANGER`: what answers there cannot prove that it is HQ. `PORTAL`: what answers is no
 * node at all. Null: the line is down, or HQ is.
 */
export function lineTrouble(reason: string): LineTrouble | null {
  if (OUT_OF_TIME.test(reason)) return 'CLOCK';
  if (reason.startsWith(NO_NODE)) return 'PORTAL';
  return UNTRUSTED.test(reason) ? 'STRANGER' : null;
}

/** Why HQ gave this hub no token, when it was last asked for one. */
export type TokenRefusal = Extract<LineTrouble, 'UNKNOWN_HUB' | 'REVOKED' | 'VERSION' | 'BUSY'>;

/** How the line is, by how the last exchange ended and what HQ said when it was asked for a token. */
export function lineState(
  health: NodeHealth,
  refusal: TokenRefusal | null,
): { state: LineState; trouble: LineTrouble | null } {
  switch (health.state) {
    case 'never_tried':
      return { state: 'TRYING', trouble: null };
    case 'ok':
    // HQ takes part; what is wrong is here.
    case 'not_kept':
      return { state: 'ANSWERS', trouble: null };
    case 'unreachable': {
      // Without a token HQ answers nothing else, so that a call may fail while HQ is there and has no time.
      const trouble = lineTrouble(health.reason) ?? (refusal === 'BUSY' ? refusal : null);
      return { state: trouble === null ? 'CUT' : 'REFUSED', trouble };
    }
    case 'busy':
      return { state: 'REFUSED', trouble: 'BUSY' };
    case 'sign_in':
      return { state: 'REFUSED', trouble: refusal ?? 'UNKNOWN_HUB' };
    case 'revoked':
      return { state: 'REFUSED', trouble: 'UNKNOWN_HUB' };
    case 'refused':
      return { state: 'REFUSED', trouble: health.reason === 'UPGRADE_REQUIRED' ? 'VERSION' : 'OTHER' };
  }
}
