import type { User } from '#shared/contract/entities.ts';
import type { OwnDevice } from '#shared/contract/identity.ts';
import type { PairingFault } from '#shared/domain/pairing.ts';
import type { FileEnd } from '../store/queue-export.ts';
import type { LockState } from './phone-lock.ts';
import type { Refused } from './sign-in.ts';

/** What the phone tells its screens, besides what stands in its store. */

export type LockView = LockState & {
  /** What no server has yet. */
  unsent: number;
};

export interface SessionView {
  user: User;
  device_id: string;
  needs_sign_in: boolean;
  /** The phone was put back to an earlier copy: a sign-in makes it a new device. */
  put_back: boolean;
}

export type SignInView =
  | { kind: 'signed_in' }
  | Refused
  /** The person has the most devices already, and may give one of these up. */
  | { kind: 'too_many'; devices: OwnDevice[]; isCodeWrong: boolean }
  /** Somebody else's records are still on this phone: they sign in first. */
  | { kind: 'not_yours'; name: string; unsent: number };

export type ResetView = { kind: 'reset' } | Refused;

export type AddedDepot =
  | {
      kind: 'added';
      /** Its code, as the scanned code says, and its name, where its hub has answered. */
      depot: string;
      name: string | null;
      /** This phone did not know its hub before. */
      isNew: boolean;
      answers: boolean;
    }
  | { kind: 'refused'; why: PairingFault };

/** `no_key`: this phone has met no node yet that knows the server's key for it. */
export type QueueExport =
  /** `end`: where the next file begins; null where this one holds all the rest. */
  { kind: 'made'; file: string; events: number; end: FileEnd | null } | { kind: 'no_key' };
