// `npm run dist`: lays out the desktop program as installers pack it, in dist/staged, and makes those installers whose
// tools can be had here. All that it holds is built when this file runs (see run.mjs).
import { makeInstallers } from './pack/installers.ts';
import { stage, thisTarget } from './pack/stage.ts';

const STAGED = 'dist/staged';

const target = thisTarget();
stage('.', STAGED, target);
console.log(`${STAGED}: the program for ${target.platform} ${target.arch}, as an installer packs it`);
for (const { name, outcome } of await makeInstallers(target)) console.log(`${name}: ${outcome}`);
