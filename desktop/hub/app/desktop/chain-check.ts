import type { ChainReport } from '#shared/contract/desktop/journal.ts';
import type { SyncEvent } from '#shared/contract/events.ts';
import type { PublicKey } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { checksumMatches } from '#shared/domain/checksum.ts';
import { journalVerifier } from '#shared/domain/verify-journal.ts';
import { isoTime } from '#shared/ports/clock.ts';
import { sha256, verifySignature } from '#shared/ports/crypto-node.ts';
import { uuidBlob } from '../../store/blobs.ts';
import { checkpointStore } from '../../store/checkpoint-store.ts';
import type { HubDatabase } from '../../store/hub-database.ts';

/** Events read at a time; pushes are taken in between. */
const PAGE = 200;
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A device's events that lie here, verified anew: numbers, links and signatures. Null for a device that was never here. */
export function chainChecker(database: HubDatabase): (deviceId: string) => Promise<ChainReport | null> {
  const device = database.prepare<[Buffer], { public_key: string }>(
    'SELECT public_key FROM devices WHERE device_id = ?',
  );
  const places = database.prepare<[Buffer], { id: number; seq: number }>(
    "SELECT id, body ->> 'seq' AS seq FROM relay_queue WHERE device_id = ?",
  );
  const bodies = database.prepare<[string], { body: string }>(
    "SELECT body FROM relay_queue WHERE id IN (SELECT value FROM json_each(?)) ORDER BY body ->> 'seq' DESC, id DESC",
  );
  const checkpoints = checkpointStore(database);
  return async (deviceId) => {
    const known = device.get(uuidBlob(deviceId));
    if (known === undefined) return null;
    const key = JSON.parse(known.public_key) as PublicKey;
    const verifier = journalVerifier({
      checksumMatches: (event) => checksumMatches(event, sha256),
      signatureHolds: ({ checksum, signature }) => verifySignature(key, checksum, signature),
    });
    const held = places.all(uuidBlob(deviceId)).sort((a, b) => b.seq - a.seq || b.id - a.id);
    for (let from = 0; from < held.length; from += PAGE) {
      const ids = held.slice(from, from + PAGE).map(({ id }) => id);
      verifier.take(bodies.all(JSON.stringify(ids)).map(({ body }) => JSON.parse(body) as SyncEvent));
      await turn();
    }
    const { broken_links, bad_signatures } = verifier.faults();
    const claims = checkpoints.get(deviceId)?.claims;
    const seqs = held.map(({ seq }) => seq);
    return {
      events: held.length,
      from: seqs.at(-1) ?? null,
      to: seqs[0] ?? null,
      // What lies below is at HQ, or was here once; what HQ has not signed for never came.
      missing: gapsIn(claims === undefined ? seqs : [...seqs, claims.up_to]).slice(0, LIMITS.gapsShown),
      broken_links: broken_links.slice(0, LIMITS.gapsShown),
      bad_signatures: bad_signatures.slice(0, LIMITS.gapsShown),
      at_hq: claims === undefined ? null : { up_to: claims.up_to, as_of: isoTime(claims.iat * 1_000) },
    };
  };
}

/** Of numbers in falling order, what lies between them, the lowest first. */
export function gapsIn(seqs: readonly number[]): [from: number, to: number][] {
  return seqs
    .flatMap((seq, place): [number, number][] => {
      const below = seqs[place + 1];
      return below === undefined || below >= seq - 1 ? [] : [[below + 1, seq - 1]];
    })
    .toReversed();
}
