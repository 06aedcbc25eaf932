import { createHash } from 'node:crypto';
import type { PublicKey, ServerKey } from '#shared/contract/identity.ts';

/** The kind of the server's statement about an evidence file, apart from its others. */
export const EVIDENCE_TYPE = 'manchengo-evidence+jwt';

/** What an evidence file is about: one device, and all that HQ holds of it. */
export interface Evidence {
  madeAt: string;
  device: { id: string; name: string; user_id: number; user_name: string; public_key: PublicKey };
  /** As they were received, in the order of their numbers. */
  events: string[];
  keys: ServerKey[];
  checkpoint: string;
}

/** Signs claims as a JWS by the server's key. */
export type SignStatement = (claims: object) => Promise<string>;

/** The file: what the device signed, the keys, what the server says of its journal, and the server's signature over all of it. */
export async function evidenceFile(
  { madeAt, device, events, keys, checkpoint }: Evidence,
  sign: SignStatement,
): Promise<string> {
  const events_sha256 = createHash('sha256').update(events.join('\n')).digest('hex');
  const statement = await sign({ made_at: madeAt, device, events: events.length, events_sha256 });
  const file = { format: 'manchengo-evidence', v: 1, made_at: madeAt, device, events, keys, checkpoint, statement };
  return `${JSON.stringify(file, null, 1)}\n`;
}
