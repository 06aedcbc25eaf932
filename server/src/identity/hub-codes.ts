import { hash } from 'node:crypto';
import { ok, type RequestError, type Result, refuse } from '#shared/contract/errors.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { isoTime } from '#shared/ports/clock.ts';
import type { Random } from '#shared/ports/random.ts';
import type { ServerDeps } from './deps.ts';

/** Without letters and digits that look alike: a code is read out over the telephone. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const GROUPS = 3;
const GROUP_CHARS = 4;

/** `K7QM-3FHT-9WXA`: 60 bits, good for one key and one day. */
function newCode(random: Random): string {
  const chars = Array.from(random.bytes(GROUPS * GROUP_CHARS), (byte) => ALPHABET[byte % ALPHABET.length]);
  return Array.from({ length: GROUPS }, (_, group) =>
    chars.slice(group * GROUP_CHARS, (group + 1) * GROUP_CHARS).join(''),
  ).join('-');
}

/** A code is stored as its hash only; case, spaces and hyphens do not count. */
export const codeHash = (code: string): string => hash('sha256', code.toUpperCase().replace(/[^A-Z0-9]/g, ''), 'hex');

/** Makes an enrolment code for a hub of this depot. */
export async function createHubCode(
  deps: ServerDeps,
  depotId: number,
  createdBy: number,
): Promise<Result<{ code: string; expires_at: string }, RequestError>> {
  const code = newCode(deps.random);
  const expires_at = isoTime(deps.clock.now() + LIMITS.hubCodeSeconds * 1000);
  const inserted = await deps.database.query(
    `INSERT INTO hub_codes (code_hash, depot_id, expires_at, created_by)
     SELECT $1, id, $3, $4 FROM depots WHERE id = $2`,
    [codeHash(code), depotId, expires_at, createdBy],
  );
  if (inserted.rowCount === 0) return refuse('NOT_FOUND', `There is no depot ${depotId}.`);
  return ok({ code, expires_at });
}
