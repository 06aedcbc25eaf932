import type { TestProject } from 'vitest/node';
import { startTestCluster, sweepAbandonedClusters, type TestCluster } from './postgres-cluster.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The throw-away cluster of this run; use `createTestDatabase()`. */
    testClusterUrl: string;
  }
}

// Several vitest projects of one run load this file apart from each other and share one cluster all the same.
const shared = globalThis as { testCluster?: Promise<TestCluster>; testClusterUsers?: number };

/** vitest's globalSetup: one cluster a run, gone with the run, however it ends. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.testClusterUsers = (shared.testClusterUsers ?? 0) + 1;
  shared.testCluster ??= sweepAbandonedClusters().then(() => startTestCluster());
  const cluster = await shared.testCluster;
  project.provide('testClusterUrl', cluster.url);
  return async () => {
    shared.testClusterUsers = (shared.testClusterUsers ?? 1) - 1;
    if (shared.testClusterUsers > 0) return;
    delete shared.testCluster;
    await cluster.stop();
  };
}
