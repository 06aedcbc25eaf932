import type { JSONWebKeySet } from 'jose';
import type { User } from '#shared/contract/entities.ts';
import type { TokenPair, WipeOrder } from '#shared/contract/identity.ts';
import type { DataKey } from './data-key.ts';
import type { KeyValueStore } from './key-value-store.ts';

/** This phone as the server knows it. The private key cannot be exported and never leaves the browser's own store. */
export interface DeviceIdentity {
  id: string;
  keys: CryptoKeyPair;
}

export interface Session extends TokenPair {
  user: User;
  device_id: string;
  /** The server's public keys that may be believed: those of the first sign-in, and what they have endorsed since. */
  jwks: JSONWebKeySet;
  /** The tokens can no longer be renewed. Handing in goes on all the same. */
  needs_sign_in: boolean;
}

/** A device that this phone was, whose events are not all handed in. Its token may be of any age. */
export interface FormerDevice {
  device_id: string;
  access_token: string;
}

/** A wipe under way, by HQ's signed order. `rescue`: events are handed in. `erase`: HQ has been told that it is done. */
export interface WipeNote {
  order: WipeOrder;
  step: 'rescue' | 'erase';
}

/** Keys and tokens, apart from the data. */
export interface SessionStore {
  /** The device that the journal in the data belongs to. */
  device(): Promise<DeviceIdentity | null>;
  /** A device that was offered to the server and not yet taken into use: its answer may have been lost. */
  candidate(): Promise<DeviceIdentity | null>;
  /** Null where nobody is signed in, and while the data key is locked. */
  session(): Promise<Session | null>;
  /** None while the data key is locked. */
  former(): Promise<FormerDevice[]>;
  saveDevice(device: DeviceIdentity | null): Promise<void>;
  saveCandidate(device: DeviceIdentity | null): Promise<void>;
  saveSession(session: Session | null): Promise<void>;
  saveFormer(former: FormerDevice[]): Promise<void>;
  /** The keys of the last session, which outlive it; null before the first. Public, so not sealed. */
  serverKeys(): Promise<JSONWebKeySet | null>;
  /** Not sealed: a wipe goes on whether or not somebody opens the phone. */
  wipe(): Promise<WipeNote | null>;
  saveWipe(wipe: WipeNote): Promise<void>;
}

const SESSION = 'session';
const SERVER_KEYS = 'server_keys';
const FORMER = 'former';

/** Device keys are such that nobody can read them; tokens and names are sealed as the data are. */
export function openSessionStore(keyValues: KeyValueStore, dataKey: DataKey): SessionStore {
  const sealed = (value: unknown, about: string): Uint8Array =>
    dataKey.cipher().seal(new TextEncoder().encode(JSON.stringify(value)), about);
  /** Null where it lies under another key. */
  const opened = <T>(stored: Uint8Array, about: string): T | null => {
    const plain = dataKey.cipher().open(stored, about);
    return plain === null ? null : (JSON.parse(new TextDecoder().decode(plain)) as T);
  };
  const saveSession = async (session: Session | null): Promise<void> => {
    if (session !== null) await keyValues.put(SERVER_KEYS, session.jwks);
    await keyValues.put(SESSION, session && sealed(session, SESSION));
  };
  return {
    device: () => keyValues.get<DeviceIdentity>('device'),
    candidate: () => keyValues.get<DeviceIdentity>('candidate'),
    async session() {
      const stored = await keyValues.get<unknown>(SESSION);
      if (stored === null || !dataKey.isOpen) return null;
      if (!(stored instanceof Uint8Array)) {
        // An app of before wrote it in clear.
        await saveSession(stored as Session);
        return stored as Session;
      }
      return opened<Session>(stored, SESSION);
    },
    async former() {
      const stored = await keyValues.get<Uint8Array>(FORMER);
      return (stored !== null && dataKey.isOpen ? opened<FormerDevice[]>(stored, FORMER) : null) ?? [];
    },
    saveDevice: (device) => keyValues.put('device', device),
    saveCandidate: (device) => keyValues.put('candidate', device),
    saveSession,
    saveFormer: (former) => keyValues.put(FORMER, former.length === 0 ? null : sealed(former, FORMER)),
    serverKeys: () => keyValues.get<JSONWebKeySet>(SERVER_KEYS),
    wipe: () => keyValues.get<WipeNote>('wipe'),
    saveWipe: (wipe) => keyValues.put('wipe', wipe),
  };
}
