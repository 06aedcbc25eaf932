import type { SyncEvent } from '#shared/contract/events.ts';
import type { PublicKey } from '#shared/contract/identity.ts';
import { vouch } from '#shared/domain/chain.ts';
import { checksumMatches } from '#shared/domain/checksum.ts';
import { emptyJournal, type Journal, missingOf } from '#shared/domain/journal.ts';
import { sha256, verifySignature } from '#shared/ports/crypto-node.ts';
import type { Database } from '../store/database.ts';

/** A device's journal, checked anew from what is stored. The lists name events by their number. */
export interface JournalReport {
  complete_up_to: number;
  missing: [number, number][];
  /** Events that do not continue the one before them. */
  broken_links: number[];
  /** Events whose content is not what their checksum and the device's signature say. */
  bad_signatures: number[];
}

/** Events checked at a time: bounds the memory, whatever the device has said in its life. */
const STRETCH = 1_000;

interface Row {
  seq: number;
  id: string;
  body: string;
}

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
  let before: Predecessor = { seq: 0, checksums: new Set() };
  let after: [number, string] = [0, '00000000-0000-0000-0000-000000000000'];
  for (;;) {
    const stretch = await database.query<Row>(
      `SELECT seq, id, body FROM events WHERE device_id = $1 AND (seq, id) > ($2, $3::uuid) ORDER BY seq, id LIMIT $4`,
      [deviceId, ...after, STRETCH],
    );
    const last = stretch.rows.at(-1);
    if (!last) return report;
    after = [last.seq, last.id];
    const events = stretch.rows.map(({ body }) => JSON.parse(body) as SyncEvent);
    before = checkLinks(events, before, report);
    checkSignatures(events, key, report);
  }
}

interface Predecessor {
  seq: number;
  /** More than one where the journal forks. */
  checksums: Set<string>;
}

/** An event whose predecessor has not arrived cannot be judged: it is among what is missing. */
function checkLinks(events: SyncEvent[], start: Predecessor, report: JournalReport): Predecessor {
  let current = start;
  let previous: Predecessor = { seq: -1, checksums: new Set() };
  for (const { seq, prev_checksum, checksum } of events) {
    if (seq !== current.seq) {
      previous = current;
      current = { seq, checksums: new Set() };
    }
    current.checksums.add(checksum);
    const follows =
      seq === 1 ? prev_checksum === null : prev_checksum !== null && previous.checksums.has(prev_checksum);
    if (!follows && (seq === 1 || previous.seq === seq - 1)) report.broken_links.push(seq);
  }
  return current;
}

function checkSignatures(events: SyncEvent[], key: PublicKey | undefined, report: JournalReport): void {
  const intact = events.filter((event) => checksumMatches(event, sha256));
  const verdicts = vouch(intact, () => key, verifySignature);
  const good = new Set(intact.filter((_, index) => verdicts[index] === 'valid'));
  report.bad_signatures.push(...events.filter((event) => !good.has(event)).map(({ seq }) => seq));
}
