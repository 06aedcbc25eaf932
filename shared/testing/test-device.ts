import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { SyncEvent } from '#shared/contract/events.ts';
import type { PublicKey } from '#shared/contract/identity.ts';
import { canonicalJson } from '#shared/domain/canonical-json.ts';
import { systemClock } from '#shared/ports/clock.ts';
import { uuidV7 } from '#shared/ports/ids.ts';
import { systemRandom } from '#shared/ports/random.ts';

export const testIds = uuidV7(systemClock, systemRandom);

/** What a test wants an event to say; the rest is filled in. */
export type Saying = Partial<SyncEvent> & Pick<SyncEvent, 'entity_type' | 'entity_id' | 'action' | 'payload'>;

/** A device that numbers, chains and signs, written apart from the product's own code so that both are checked. */
export class TestDevice {
  readonly id = testIds.uuid();
  readonly publicKey: PublicKey;
  /** Known once somebody has signed in on it. */
  userId: number;
  readonly #privateKey: KeyObject;
  #seq = 0;
  #last: string | null = null;

  constructor(userId: number) {
    this.userId = userId;
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#privateKey = pair.privateKey;
    const { x, y } = pair.publicKey.export({ format: 'jwk' });
    this.publicKey = { kty: 'EC', crv: 'P-256', x: x as string, y: y as string };
  }

  say(saying: Saying): SyncEvent {
    this.#seq += 1;
    const event = this.seal({
      v: 1,
      id: testIds.uuid(),
      occurred_at: new Date().toISOString(),
      user_id: this.userId,
      device_id: this.id,
      seq: this.#seq,
      prev_checksum: this.#last,
      ...saying,
    });
    this.#last = event.checksum;
    return event;
  }

  /** Computes checksum and signature of whatever it is given, well-formed or not. */
  seal(unsigned: Record<string, unknown>): SyncEvent {
    const { checksum: _checksum, signature: _signature, ...bare } = unsigned;
    return { ...bare, ...this.sealText(canonicalJson(bare)) } as unknown as SyncEvent;
  }

  /** Checksum and signature over a text, canonical or not. */
  sealText(text: string): Pick<SyncEvent, 'checksum' | 'signature'> {
    const digest = createHash('sha256').update(text, 'utf8').digest();
    return { checksum: digest.toString('hex'), signature: this.signText(digest) };
  }

  signText(text: string | Buffer): string {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    return sign('sha256', bytes, { key: this.#privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  }

  pushBody(events: unknown[], extra: Record<string, unknown> = {}): Record<string, unknown> {
    return { device_id: this.id, batch_id: testIds.uuid(), sent_at: new Date().toISOString(), events, ...extra };
  }
}

/** For stores of phones that are never put back to an earlier copy. */
export const noSuccessor = (): Promise<never> => Promise.reject(new Error('this phone was put back'));
