import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PHONE_PAGES } from '#hub/app/build-hub.ts';
import { SCREEN_PAGES } from '#hub/app/window-app.ts';
import { CONSOLE_PAGES } from '#server/app/build-server.ts';

/** A node answers with an app's page under that app's addresses alone, so it has to know all of them. */
test.each([
  ['the console', 'server/admin-console/app.tsx', CONSOLE_PAGES],
  ['the phone', 'mobile-pwa/start/app.tsx', PHONE_PAGES],
  ['the depot’s screen', 'desktop/renderer/app.tsx', SCREEN_PAGES],
])('[NODE-5] the node knows every address of %s, and no other', (_app, source, pages) => {
  const text = readFileSync(new URL(`../../../../${source}`, import.meta.url), 'utf8');
  const routes = [...text.matchAll(/ path="\/([^/"]*)/g)].flatMap(([, first]) => (first ? [first] : []));
  expect([...new Set(routes)].sort()).toEqual([...pages].sort());
});
