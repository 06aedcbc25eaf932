import type { PublicKey } from '#shared/contract/identity.ts';
import type { Ids } from '#shared/ports/ids.ts';
import { inStore, settled } from './indexed-db.ts';

/**
 * This browser, with this user, as HQ knows it: a device belongs to its first user for ever, and two people may share an
 * office computer. Its private key cannot be taken out and never leaves it.
 */
export interface ThisDevice {
  id: string;
  publicKey: PublicKey;
}

interface Kept {
  id: string;
  keys: CryptoKeyPair;
}

const DATABASE = 'manchengo-hq';
const STORE = 'device';

/** The device of this browser for a user, made at the first sign-in and kept in IndexedDB. */
export function thisDevice(ids: Ids, username: string): Promise<ThisDevice> {
  return inStore(DATABASE, STORE, async (database) => {
    const kept = (await read(database, username)) ?? (await keep(database, username, await newDevice(ids)));
    return { id: kept.id, publicKey: await publicKeyOf(kept.keys) };
  });
}

async function newDevice(ids: Ids): Promise<Kept> {
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  return { id: ids.uuid(), keys };
}

async function publicKeyOf(keys: CryptoKeyPair): Promise<PublicKey> {
  const { x, y } = await crypto.subtle.exportKey('jwk', keys.publicKey);
  if (!x || !y) throw new Error('A P-256 public key has two coordinates.');
  return { kty: 'EC', crv: 'P-256', x, y };
}

const read = (database: IDBDatabase, username: string): Promise<Kept | undefined> =>
  settled(database.transaction(STORE).objectStore(STORE).get(username));

/** `add` refuses a second device: of two tabs that begin at once, the first one's stays and both use it. */
async function keep(database: IDBDatabase, username: string, device: Kept): Promise<Kept> {
  const store = database.transaction(STORE, 'readwrite', { durability: 'strict' }).objectStore(STORE);
  const adding = store.add(device, username);
  adding.onerror = (event) => event.preventDefault();
  await settled(adding).catch((error: DOMException | null) => {
    if (error?.name !== 'ConstraintError') throw new Error('The browser did not keep this device.', { cause: error });
  });
  return (await read(database, username)) ?? device;
}
