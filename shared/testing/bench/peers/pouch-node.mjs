// A node of the peer chain: express-pouchdb over LevelDB, which keeps replicating what it is given to the next one.
// `node pouch-node.mjs <folder> [<url of the next node>]` prints its own url on one line when it listens.
import express from 'express';
import expressPouchDb from 'express-pouchdb';
import PouchDB from 'pouchdb';

const [folder, next] = process.argv.slice(2);
const Stored = PouchDB.defaults({ prefix: `${folder}/` });
const app = express();
app.use('/', expressPouchDb(Stored, { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: `${folder}/log.txt` }));
const events = new Stored('events');
await events.info();
if (next !== undefined) events.replicate.to(`${next}/events`, { live: true, retry: true });
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}\n`);
});
