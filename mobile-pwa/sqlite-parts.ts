/**
 * Parts of SQLite's browser library that the phone does not use and that nothing else in it asks for: each is an
 * initializer of its own, which may be left out (the library has settings for it), and a quarter of the worker's size with
 * them. Named by how they begin.
 */
const UNUSED = {
  'a worker of its own': 'const util = sqlite3.util;\n\t\t\tsqlite3.initWorker1API = function() {',
  'virtual tables in JavaScript': 'if (!sqlite3.wasm.exports.sqlite3_declare_vtab) return;',
  'storage by keys and values': 'if (sqlite3.config.disable?.vfs?.kvvfs) return;',
  'OPFS by a second worker': '"use strict";\n\t\t\tif (sqlite3.config.disable?.vfs?.opfs && ',
  'OPFS by shared memory': 'if (!sqlite3.opfs || sqlite3.config.disable?.vfs?.opfs) return;',
  'OPFS by web locks': 'if (!sqlite3.opfs || sqlite3.config.disable?.vfs?.["opfs-wl"]) return;',
};
const INITIALIZER = '\t\tglobalThis.sqlite3ApiBootstrap.initializers.push(function(sqlite3) {\n';
const INITIALIZER_END = '\n\t\t});\n';
/** A deprecated way to speak to that worker. Its address alone makes a build pack the whole library a second time. */
const PROMISER = '//#region src/bin/sqlite3-worker1-promiser.mjs\n';
const REGION_END = '//#endregion\n';
const PROMISER_NAME = 'sqlite3_worker1_promiser_default';

/** Leaves the unused parts out. A release in which one of them looks otherwise stops the build. */
export function withoutUnusedParts(library: string): string {
  let left = library;
  for (const [name, beginning] of Object.entries(UNUSED)) {
    left = cutOut(left, `${INITIALIZER}\t\t\t${beginning}`, INITIALIZER_END, name);
  }
  left = cutOut(left, PROMISER, REGION_END, 'the promiser');
  return left.replace(`= ${PROMISER_NAME};`, '= void 0;');
}

function cutOut(text: string, beginning: string, end: string, name: string): string {
  const from = text.indexOf(beginning);
  const to = text.indexOf(end, from);
  if (from === -1 || to === -1 || text.includes(beginning, from + 1))
    throw new Error(`SQLite's library has ${name} no more as it was: look what the phone carries of it.`);
  return text.slice(0, from) + text.slice(to + end.length);
}

const LIBRARY = /@sqlite\.org\/sqlite-wasm\/dist\/index\.mjs$/;

/** For the build of the worker that holds the database. */
export const sqliteParts = () => ({
  name: 'sqlite-parts',
  apply: 'build' as const,
  transform: {
    filter: { id: LIBRARY },
    order: 'pre' as const,
    handler: (code: string) => ({ code: withoutUnusedParts(code), map: null }),
  },
});
