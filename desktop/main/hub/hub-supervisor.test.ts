import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, test, vi } from 'vitest';
import type { HubReport } from '#shared/contract/hub-process.ts';
import { WAIT_MS } from '#shared/testing/wait-limits.ts';
import { endsInARow, restartDelayMs } from './backoff.ts';
import { watchHub } from './hub-process.ts';
import { HubSupervisor } from './hub-supervisor.ts';

const READY = '{"ready":"hub","desktop_url":"http://127.0.0.1:8444/?token=t"}\n';

/** What `utilityProcess.fork` gives, and what a test lets it do. */
function forked() {
  const child = Object.assign(new EventEmitter(), {
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    kill: () => child.emit('exit', 0),
  });
  return child;
}

function supervised() {
  let now = 0;
  const children: ReturnType<typeof forked>[] = [];
  const timers: { ms: number; then: () => void }[] = [];
  let report: (report: HubReport) => void = () => {};
  const supervisor = new HubSupervisor({
    fork: (onReport) => {
      report = onReport;
      children.push(forked());
      return watchHub(children.at(-1) as never, () => {});
    },
    now: () => now,
    after: (ms, then) => {
      const timer = { ms, then };
      timers.push(timer);
      return () => timers.splice(timers.indexOf(timer), 1);
    },
  });
  const becomes = (kind: string) => vi.waitFor(() => expect(supervisor.state.kind).toBe(kind), { timeout: WAIT_MS });
  return {
    supervisor,
    children,
    timers,
    becomes,
    report: (value: HubReport) => report(value),
    async runs() {
      children.at(-1)?.stdout.write(READY);
      await becomes('running');
    },
    async ends(afterMs: number, words = '') {
      now += afterMs;
      children.at(-1)?.stderr.write(words);
      await vi.waitFor(() => expect(children.at(-1)?.stderr.readableLength).toBe(0), { timeout: WAIT_MS });
      children.at(-1)?.emit('exit', 1);
      await becomes('down');
    },
  };
}

test('[DESK-4] a hub that ends again and again is awaited for 1, 2, 4 … 60 s, and for 1 s once it ran for a minute', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 1_000].map(restartDelayMs)).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000,
  ]);
  expect(endsInARow(3, 59_999)).toBe(4);
  expect(endsInARow(3, 60_000)).toBe(1);
});

test('[DESK-4] an ended hub says why, is started again in time, and a person can have it at once', async () => {
  const world = supervised();
  world.supervisor.start();
  await world.ends(10, '{"level":50}\nPort 8443 is taken.\n    at somewhere\n');
  expect(world.supervisor.state).toEqual({
    kind: 'down',
    endsInARow: 1,
    restartInMs: 1_000,
    sentence: 'Port 8443 is taken.',
  });
  world.timers.pop()?.then();
  expect(world.supervisor.state).toEqual({ kind: 'starting', after: { sentence: 'Port 8443 is taken.' } });
  await world.ends(10);
  expect(world.supervisor.state).toMatchObject({ endsInARow: 2, restartInMs: 2_000, sentence: null });
  await world.supervisor.restart();
  expect(world.timers, 'nothing starts a second one later').toEqual([]);
  await world.runs();
  expect(world.children).toHaveLength(3);
});

test('[DESK-4] a hub that a person restarts or stops is not counted as one that failed', async () => {
  const world = supervised();
  world.supervisor.start();
  await world.runs();
  const report = { tell: 'report', line: 'ok', waiting: 0, phonesHere: 1 } as const;
  world.report(report);
  expect(world.supervisor.state).toMatchObject({
    kind: 'running',
    desktopUrl: expect.stringContaining('8444'),
    report,
  });
  await world.supervisor.restart();
  expect(world.supervisor.state).toEqual({ kind: 'starting', after: null });
  await world.runs();
  await world.supervisor.stop();
  expect(world.supervisor.state.kind).toBe('stopped');
  await world.supervisor.restart();
  expect(world.children, 'what is stopped stays so').toHaveLength(2);
  expect(world.timers).toEqual([]);
});

test('[DESK-4] the ready line is understood in whatever pieces it comes', async () => {
  const world = supervised();
  world.supervisor.start();
  world.children[0]?.stdout.write(READY.slice(0, 20));
  world.children[0]?.stdout.write(READY.slice(20));
  await world.becomes('running');
});
