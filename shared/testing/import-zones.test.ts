import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { importViolations } from './import-zones.ts';
import { repositoryFiles } from './repository-files.ts';

test('every import runs the one way that the zones allow', () => {
  const files = repositoryFiles(/\.tsx?$/);
  expect(files.length).toBeGreaterThan(0);
  expect(files.flatMap((file) => importViolations(file, readFileSync(file, 'utf8')))).toEqual([]);
});

test.each([
  ['shared/contract/events.ts', `import { decide } from '#shared/domain/decide.ts';`],
  ['shared/contract/events.ts', `import { decide } from '../domain/decide.ts';`],
  ['shared/domain/decide.ts', `import { readFileSync } from 'node:fs';`],
  ['shared/sync-client/outbox.ts', `export { plugin } from '../sync-server/plugin.ts';`],
  ['shared/sync-server/plugin.ts', `import Database from 'better-sqlite3';`],
  ['mobile-pwa/app/start.tsx', `import {\n  one,\n  two,\n} from '#shared/sync-server/plugin.ts';`],
  ['mobile-pwa/app/start.tsx', `import { sha256 } from '#shared/ports/crypto-node.ts';`],
  ['mobile-pwa/app/start.tsx', `const fs = await import('node:fs');`],
  ['mobile-pwa/app/screen.tsx', `import { TourScreen } from '../screens/tour-screen.tsx';`],
  ['mobile-pwa/store/queries.ts', `import { Phone } from '../sync/phone.ts';`],
  ['desktop/renderer/app.tsx', `import 'electron';`],
  ['desktop/hub/main.ts', `import type { BrowserWindow } from 'electron';`],
  ['desktop/hub/main.ts', `import { pool } from '#server/store/pool.ts';`],
  ['desktop/hub/main.ts', `import pg from 'pg';`],
  ['server/src/main.ts', `import Database from 'better-sqlite3';`],
  ['server/src/main.ts', `import { createTestDatabase } from '#shared/testing/postgres.ts';`],
  ['shared/testing/conformance/run.ts', `import { buildHub } from '#hub/app/build.ts';`],
  ['shared/testing/simulation/run.test.ts', `import { startHub } from '../world/hub.ts';`],
  ['server/src/store/changes.ts', `import type { ServerDeps } from '../identity/deps.ts';`],
  ['server/src/identity/routes.ts', `import { sendResult } from '../app/http.ts';`],
  ['elsewhere/file.ts', ''],
])('a planted violation is caught: %s %s', (file, source) => {
  expect(importViolations(file, source)).toHaveLength(1);
});

test.each([
  ['mobile-pwa/vite.config.ts', `import { defineConfig } from 'vite';`],
  ['server/src/store/push.integration.test.ts', `import { createTestDatabase } from '#shared/testing/postgres.ts';`],
  ['shared/testing/postgres-cluster.ts', `import { startEmbeddedPostgres } from '#server/postgres/embedded.ts';`],
  ['shared/testing/world/demo.ts', `import { buildHub } from '#hub/app/build.ts';`],
  ['shared/sync-client/outbox.ts', `import type { SyncEvent } from '../contract/events.ts';`],
])('an import that runs the right way passes: %s %s', (file, source) => {
  expect(importViolations(file, source)).toEqual([]);
});
