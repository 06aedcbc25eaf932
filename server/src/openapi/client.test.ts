import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { repositoryFiles } from '#shared/testing/repository-files.ts';
import { clientFiles } from './client-files.ts';

// It builds the server's routes and formats two files.
test('[ERP-19] the console’s client is what the server’s routes say today; else: npm run client', {
  timeout: 120_000,
}, async () => {
  const files = await clientFiles();
  expect(files.length).toBe(2);
  for (const { file, source } of files) {
    expect(readFileSync(file, 'utf8').replaceAll('\r\n', '\n'), file).toBe(source);
    for (const call of ["'GET /deliveries'", "'POST /deliveries/:id/cancel'", "'PUT /products/bulk'"]) {
      if (file.endsWith('answers.ts')) expect(source).toContain(call);
    }
  }
});

test('[ERP-19] the console writes no address of HQ’s by hand: a live stream has no answer to be read', () => {
  const byHand = repositoryFiles(/^server\/admin-console\/.*(?<!\.test)\.tsx?$/).filter((file) =>
    /[`'"][^`'"\n]*\/api\/admin/.test(readFileSync(file, 'utf8').replaceAll(/\/\*\*[\s\S]*?\*\//g, '')),
  );
  expect(byHand).toEqual(['server/admin-console/api/client.ts', 'server/admin-console/live/use-live.tsx']);
});
