import type { SyncEvent } from '#shared/contract/events.ts';
import type { JournalReport } from '#shared/contract/hq/records.ts';
import type { PublicKey } from '#shared/contract/identity.ts';
import { LIMITS } from '#shared/contract/limits.ts';
import { checksumMatches } from '#shared/domain/checksum.ts';
import { emptyJournal, type Journal, missingOf } from '#shared/domain/journal.ts';
import { journalVerifier } from '#shared/domain/verify-journal.ts';
import { sha256, verifySignature } from '#shared/ports/crypto-node.ts';
import type { Database } from '../store/database.ts';

/** Events read at a time: bounds the memory, whatever the device has said in its life. */
const PAGE = 1_000;

interface Row {
  seq: number;
  id: string;
  body: string;
}

/** A device's journal, checked anew from what is stored. */
export async function verifyJournal(database: Database, deviceId: string): Promise<JournalReport> {
  const { rows } = await database.query<Journal & { public_key: PublicKey }>(
    `SELECT dv.public_key, coalesce(j.complete_up_to, 0) AS complete_up_to, j.checksum, coalesce(j.runs, '[]') AS runs
     FROM devices dv LEFT JOIN journals j ON j.device_id = dv.id WHERE dv.id = $1`,
    [deviceId],
  );
  const journal: Journal = rows[0] ?? emptyJournal;
  const report: JournalReport = {
    complete_up_to: journal.complete_up_to,
    missing: missingOf(journal),
    broken_links: [],
    bad_signatures: [],
  };
  const key = rows[0]?.public_key;
  if (!key) return report;
  const verifier = journalVerifier({
    checksumMatches: (event) => checksumMatches(event, sha256),
    signatureHolds: ({ checksum, signature }) => verifySignature(key, checksum, signature),
  });
  let before: [number, string] = [LIMITS.seq + 1, 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
  for (;;) {
    const { rows: page } = await database.query<Row>(
      `SELECT seq, id, body FROM events WHERE device_id = $1 AND (seq, id) < ($2::bigint, $3::uuid)
       ORDER BY seq DESC, id DESC LIMIT $4`,
      [deviceId, ...before, PAGE],
    );
    const last = page.at(-1);
    if (!last) return { ...report, ...verifier.faults() };
    before = [last.seq, last.id];
    verifier.take(page.map(({ body }) => JSON.parse(body) as SyncEvent));
  }
}
