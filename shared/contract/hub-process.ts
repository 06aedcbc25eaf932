import type { VaultAnswer, VaultRequest } from './key-vault.ts';

/**
 * What the hub and Electron's main process say to each other over the channel between the two, beside the questions to
 * the key vault. It is no part of the wire contract.
 */
export interface HubReport {
  tell: 'report';
  /** `refused`: HQ answers and does not let this hub in; the screen says why. */
  line: 'trying' | 'ok' | 'sending' | 'cut' | 'refused';
  /** What waits here for HQ. */
  waiting: number;
  /** Phones that are in this yard now. */
  phonesHere: number;
}

/** The PC woke up: the line, the address and the certificate may all be others than they were. */
export interface WokeUp {
  tell: 'woke-up';
}

export type FromHub = HubReport | VaultRequest;
export type ToHub = WokeUp | VaultAnswer;
