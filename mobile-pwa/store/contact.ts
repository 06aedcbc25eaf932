import type { NodeKind } from '#shared/contract/sync.ts';
import { readMeta, writeMeta } from './meta.ts';
import type { Sql } from './sql.ts';

/** Through whom this phone last exchanged something, and when; `depot` is the code of a hub's depot. */
export interface Contact {
  at: number;
  node: NodeKind;
  depot: string | null;
}

/** A later answer of the same node is written down again only after this: a round every ten seconds wears the storage. */
const NOTE_AGAIN_MS = 60_000;

export function lastContact(sql: Sql): Contact | null {
  const text = readMeta(sql, 'last_contact');
  return text === null ? null : (JSON.parse(text) as Contact);
}

/** Kept over a restart, so that the strip can tell it before anybody has answered. False: it tells nothing new. */
export function noteContact(sql: Sql, contact: Contact): boolean {
  const known = lastContact(sql);
  const isSame = known?.node === contact.node && known.depot === contact.depot;
  if (isSame && contact.at >= known.at && contact.at - known.at < NOTE_AGAIN_MS) return false;
  writeMeta(sql, 'last_contact', JSON.stringify(contact));
  return true;
}
