// The phones of the peer chain: `node pouch-clients.mjs <url of the depot> <clients> <documents each>`.
// For each line on standard input it prepares a round in memory and says `prepared`; at the next line all replicate at once.
import { createInterface } from 'node:readline';
import PouchDB from 'pouchdb';
import memory from 'pouchdb-adapter-memory';

PouchDB.plugin(memory);
const [depot, clients, documents] = [process.argv[2], ...process.argv.slice(3).map(Number)];
const lines = createInterface({ input: process.stdin });
let round = 0;
let prepared = null;

const hex = (bytes) => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('hex');

/** As many members and bytes as one of our events, and as little to compress. */
const likeAnEvent = () => ({
  _id: crypto.randomUUID(),
  entity_type: 'DELIVERY',
  entity_id: crypto.randomUUID(),
  action: 'DELIVERY_VALIDATED',
  payload: { qr_scanned: hex(80), validated_at: '2026-11-22T10:00:00.000Z', received_by: 'M. Benali' },
  occurred_at: new Date().toISOString(),
  user_id: 12,
  device_id: crypto.randomUUID(),
  checksum: hex(32),
  signature: hex(43),
});

const prepare = () =>
  Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      const database = new PouchDB(`client-${client}-${round}`, { adapter: 'memory' });
      await database.bulkDocs(Array.from({ length: documents }, () => likeAnEvent()));
      return database;
    }),
  );

for await (const _line of lines) {
  if (prepared === null) {
    round += 1;
    prepared = await prepare();
    process.stdout.write('prepared\n');
  } else {
    await Promise.all(prepared.map((database) => database.replicate.to(`${depot}/events`)));
    await Promise.all(prepared.map((database) => database.destroy()));
    prepared = null;
  }
}
