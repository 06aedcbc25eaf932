import { TOKEN_TYPES } from '#shared/contract/identity.ts';
import { UUID_PATTERN } from '#shared/contract/scalars.ts';
import type { ServerKeys } from '../../identity/keys.ts';
import { signClaims } from '../../identity/tokens.ts';
import type { Queryable } from '../../store/database.ts';
import { signedCheckpoints } from '../../store/sync/checkpoint.ts';
import { EVIDENCE_TYPE, type Evidence, evidenceFile } from './evidence-file.ts';

interface EvidenceDeps {
  database: Queryable;
  keys: ServerKeys;
  nowMs: number;
  madeAt: string;
}

/** The evidence file of a device; null where there is none of that id. */
export async function readEvidence(
  { database, keys, nowMs, madeAt }: EvidenceDeps,
  id: string,
): Promise<string | null> {
  if (!new RegExp(UUID_PATTERN).test(id)) return null;
  const found = await database.query<Evidence['device']>(
    `SELECT dv.id, dv.name, dv.user_id, u.name AS user_name, dv.public_key
     FROM devices dv JOIN users u ON u.id = dv.user_id WHERE dv.id = $1`,
    [id],
  );
  const [device] = found.rows;
  if (!device) return null;
  const { rows } = await database.query<{ body: string }>(
    'SELECT body FROM events WHERE device_id = $1 ORDER BY seq, id',
    [id],
  );
  const signCheckpoint = (claims: object) => signClaims(keys, TOKEN_TYPES.checkpoint, claims);
  const [checkpoint = ''] = await signedCheckpoints(database, [id], null, nowMs, signCheckpoint);
  const events = rows.map(({ body }) => body);
  const evidence = { madeAt, device, events, keys: keys.jwks.keys, checkpoint };
  return evidenceFile(evidence, (claims) => signClaims(keys, EVIDENCE_TYPE, claims));
}
