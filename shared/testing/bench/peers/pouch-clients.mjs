// The phones of the peer chain: `node pouch-clients.mjs <url of the depot> <clients> <documents each> <bytes>`.
// For each line on standard input it prepares a round in memory and says `prepared`; at the next line all replicate at once.
import { createInterface } from 'node:readline';
import PouchDB from 'pouchdb';
import memory from 'pouchdb-adapter-memory';

PouchDB.plugin(memory);
const [depot, clients, documents, bytes] = [process.argv[2], ...process.argv.slice(3).map(Number)];
const lines = createInterface({ input: process.stdin });
let round = 0;
let prepared = null;

const prepare = () =>
  Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      const database = new PouchDB(`client-${client}-${round}`, { adapter: 'memory' });
      await database.bulkDocs(
        Array.from({ length: documents }, () => ({ _id: crypto.randomUUID(), body: 'x'.repeat(bytes) })),
      );
      return database;
    }),
  );

for await (const _line of lines) {
  if (prepared === null) {
    round += 1;
    prepared = await prepare();
    process.stdout.write('prepared\n');
  } else {
    await Promise.all(prepared.map((database) => database.replicate.to(`${depot}/events`, { batch_size: 1_000 })));
    await Promise.all(prepared.map((database) => database.destroy()));
    prepared = null;
  }
}
