// What stands in for `electron` under the old Electron of the tests: the same, but that its hub runs in a Node 24 of its
// own, as its utility processes have an old Node, and that it knows what newer Electrons know.
const { spawn } = require('node:child_process');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const electron = require('electron');

URL.canParse ??= (url, base) => {
  try {
    return Boolean(new URL(url, base));
  } catch {
    return false;
  }
};

const zlib = require('node:zlib');
zlib.crc32 ??= (bytes) => {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
};

const PARENT_PORT = pathToFileURL(path.join(__dirname, 'parent-port.mjs')).href;

/** As `utilityProcess.fork`. The shipped bundle is in MANCHENGO_TEST_BUNDLE, next to the one that this Electron reads. */
function fork(file, args, { env }) {
  const bundle = path.join(process.env.MANCHENGO_TEST_BUNDLE, path.basename(file));
  const child = spawn(process.env.MANCHENGO_TEST_NODE, ['--import', PARENT_PORT, bundle, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  child.postMessage = (message) => {
    if (child.connected) child.send(message);
  };
  globalThis.forkedHub = child;
  return child;
}

for (const name of Object.keys(electron)) {
  if (name === 'utilityProcess') continue;
  Object.defineProperty(exports, name, { enumerable: true, get: () => electron[name] });
}
Object.defineProperty(exports, 'utilityProcess', { enumerable: true, value: { fork } });
