import { parentPort } from 'node:worker_threads';
import { SeedRunner } from './seed-runner.ts';

/** A thread that runs the seeds it is sent, one after another; it is ended from outside. */
const runner = new SeedRunner();
parentPort?.on('message', async (seed: number) => {
  parentPort?.postMessage(await runner.run(seed));
});
