import type { SyncEvent } from '#shared/contract/events.ts';
import type { PublicKey } from '#shared/contract/identity.ts';
import type { VerifySignature } from '#shared/ports/crypto.ts';

export type Vouch = 'valid' | 'invalid' | 'unknown_key';
type Link = Pick<SyncEvent, 'device_id' | 'prev_checksum' | 'checksum' | 'signature'>;

/**
 * Says for each event whether a valid signature vouches for it. Every checksum must have been recomputed before. Since
 * each covers the one before it, the last signature of a run vouches for the whole run; where it fails, the events are
 * tried one by one from the end, and the first that holds vouches for those before it.
 */
export function vouch(
  events: Link[],
  keyOf: (deviceId: string) => PublicKey | undefined,
  verify: VerifySignature,
): Vouch[] {
  const indexOf = new Map(events.map((event, index) => [chainKey(event.device_id, event.checksum), index]));
  const parentOf = (event: Link): number | undefined =>
    event.prev_checksum === null ? undefined : indexOf.get(chainKey(event.device_id, event.prev_checksum));
  const hasChild = new Set(events.map(parentOf));

  const verdicts = new Array<Vouch | undefined>(events.length);
  const walk = (tail: number): void => {
    const key = keyOf((events[tail] as Link).device_id);
    let vouched = false;
    for (let at: number | undefined = tail; at !== undefined; at = parentOf(events[at] as Link)) {
      const event = events[at] as Link;
      // Tried before from another tail: nothing above is new, unless this tail vouches for it.
      if (verdicts[at] === 'valid' || (verdicts[at] !== undefined && !vouched)) return;
      vouched ||= key !== undefined && verify(key, event.checksum, event.signature);
      verdicts[at] = vouched ? 'valid' : key ? 'invalid' : 'unknown_key';
    }
  };
  for (const tail of events.keys()) if (!hasChild.has(tail)) walk(tail);
  return verdicts.map((verdict) => verdict ?? 'invalid');
}

const chainKey = (deviceId: string, checksum: string): string => deviceId + checksum;
