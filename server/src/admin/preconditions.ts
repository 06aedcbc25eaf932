import { hash } from 'node:crypto';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { canonicalJson } from '#shared/domain/canonical-json.ts';

/** The `ETag` of an entity as HQ's API shows it: it changes whenever something that is shown does. */
export const etagOf = (entity: object): string => `"${hash('sha256', canonicalJson(entity), 'base64url')}"`;

/**
 * Whether a change was made with this very state of the entity in view: 428 where `If-Match` does not say, 412 where it
 * names another. A proxy that compresses marks tags as weak; ours stand for one content either way.
 */
export function checkIfMatch(ifMatch: string | undefined, entity: object): Result<null, RequestError> {
  const tags = (ifMatch ?? '').split(',').flatMap((tag) => tag.trim().replace(/^W\//, '') || []);
  if (tags.length === 0) {
    return refuse('PRECONDITION_REQUIRED', 'Say what you change: If-Match with the ETag of what you have read.');
  }
  if (tags.includes('*') || tags.includes(etagOf(entity))) return ok(null);
  return refuse('PRECONDITION_FAILED', 'Somebody has changed this meanwhile: read it again, then decide.');
}
