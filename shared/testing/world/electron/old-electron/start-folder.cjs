// What Electron's own default app does: it starts the app of the folder that is the last argument.
const { readFileSync } = require('node:fs');
const path = require('node:path');
const { app } = require('electron');

const folder = path.resolve(process.argv.at(-1));
const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
app.setName(manifest.name);
app.setAppPath(folder);
require(path.join(folder, manifest.main));
