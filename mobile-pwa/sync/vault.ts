import type { JSONWebKeySet } from 'jose';
import type { User } from '#shared/contract/entities.ts';
import type { TokenPair } from '#shared/contract/identity.ts';
import type { NodeRef } from '#shared/sync-client/device-store.ts';

/** This phone as the server knows it. The private key cannot be exported and never leaves the browser's own store. */
export interface DeviceIdentity {
  id: string;
  keys: CryptoKeyPair;
}

export interface Session extends TokenPair {
  user: User;
  device_id: string;
  /** The server's public keys, as they were at sign-in. */
  jwks: JSONWebKeySet;
  /** What the origin of the app is; null until it has said so. */
  home: NodeRef | null;
  /** The tokens can no longer be renewed. Handing in goes on all the same. */
  needs_sign_in: boolean;
}

/** Where keys and tokens are kept, apart from the data: IndexedDB is the one store that can hold a key without its bytes. */
export interface Vault {
  /** The device that the journal in the data belongs to. */
  device(): Promise<DeviceIdentity | null>;
  /** A device that was offered to the server and not yet taken into use: its answer may have been lost. */
  candidate(): Promise<DeviceIdentity | null>;
  session(): Promise<Session | null>;
  saveDevice(device: DeviceIdentity | null): Promise<void>;
  saveCandidate(device: DeviceIdentity | null): Promise<void>;
  saveSession(session: Session | null): Promise<void>;
}

/** For Node: the demo's and the tests' phones live as long as their process. */
export function memoryVault(): Vault {
  let device: DeviceIdentity | null = null;
  let candidate: DeviceIdentity | null = null;
  let session: Session | null = null;
  return {
    device: async () => device,
    candidate: async () => candidate,
    session: async () => session,
    saveDevice: async (next) => {
      device = next;
    },
    saveCandidate: async (next) => {
      candidate = next;
    },
    saveSession: async (next) => {
      session = next;
    },
  };
}
