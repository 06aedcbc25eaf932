import type { IncomingHttpHeaders } from 'node:http';
import { REQUEST_ID } from '#shared/contract/identity.ts';
import type { Ids } from '#shared/ports/ids.ts';

/** Nothing that could begin a line of a log, or fill one. */
const FORM = /^[\w-]{8,64}$/;

/** The id that whoever calls has given its request, so that one call can be followed over several nodes; else a new one. */
export function requestId(headers: IncomingHttpHeaders, ids: Ids): string {
  const given = headers[REQUEST_ID];
  return typeof given === 'string' && FORM.test(given) ? given : ids.uuid();
}
