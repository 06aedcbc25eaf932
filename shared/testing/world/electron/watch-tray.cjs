// Runs before the program's own main file: notes what the tray is told, since nobody else can ask a tray.
const { pathToFileURL } = require('node:url');
const { Tray } = require('electron');

const seen = {};
globalThis.seenTray = seen;
for (const [method, name] of [
  ['setContextMenu', 'menu'],
  ['setToolTip', 'tooltip'],
]) {
  const original = Tray.prototype[method];
  Tray.prototype[method] = function (value) {
    seen[name] = value;
    return original.call(this, value);
  };
}
const main = process.env.MANCHENGO_TEST_MAIN;
if (main.endsWith('.cjs')) require(main);
else void import(pathToFileURL(main).href);
