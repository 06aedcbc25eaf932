import type { SyncEvent } from '#shared/contract/events.ts';

export interface JournalFaults {
  /** Numbers of events that do not continue the one before them, ascending. */
  broken_links: number[];
  /** Numbers of events that no valid signature vouches for, or whose content is not what their checksum says, ascending. */
  bad_signatures: number[];
}

export interface JournalChecks {
  checksumMatches(event: SyncEvent): boolean;
  signatureHolds(event: SyncEvent): boolean;
}

/** Events of one number: more than one where the journal forks. */
interface Place {
  seq: number;
  checksums: Set<string>;
  parents: (string | null)[];
}

/**
 * Checks a device's journal from its end to its beginning, in pages of any size. In this order the vouching goes on over
 * page borders: an event that holds vouches for the one that it continues, whoever spoilt the signatures in between, and
 * only what nothing behind it vouches for is judged by its own. Kept in memory is what the next number needs.
 */
export function journalVerifier({ checksumMatches, signatureHolds }: JournalChecks) {
  const broken: number[] = [];
  const bad: number[] = [];
  let above: Place | null = null;
  let place: Place | null = null;
  /** Checksums of events next to come that one behind them has vouched for. What stays in it is missing. */
  const vouchedFor = new Set<string>();

  function judgeSignature(event: SyncEvent): void {
    const vouched = vouchedFor.delete(event.checksum);
    if (!checksumMatches(event) || !(vouched || signatureHolds(event))) bad.push(event.seq);
    else if (event.prev_checksum !== null) vouchedFor.add(event.prev_checksum);
  }

  function leavePlace(): void {
    if (place === null) return;
    broken.push(...brokenAbove(place, above));
    if (place.seq === 1) broken.push(...place.parents.filter((parent) => parent !== null).map(() => 1));
    above = place;
  }

  return {
    /** Takes events in falling order of their numbers, and goes on where the last call ended. */
    take(events: readonly SyncEvent[]): void {
      for (const event of events) {
        if (place?.seq !== event.seq) {
          leavePlace();
          place = { seq: event.seq, checksums: new Set(), parents: [] };
        }
        place.checksums.add(event.checksum);
        place.parents.push(event.prev_checksum);
        judgeSignature(event);
      }
    },

    faults(): JournalFaults {
      leavePlace();
      place = null;
      return { broken_links: broken.toReversed(), bad_signatures: bad.toReversed() };
    },
  };
}

/** Those one number up that continue nothing here. Where nothing is here it is missing, and nobody can say. */
function brokenAbove(here: Place, above: Place | null): number[] {
  if (above === null || above.seq !== here.seq + 1) return [];
  return above.parents.filter((parent) => parent === null || !here.checksums.has(parent)).map(() => above.seq);
}
