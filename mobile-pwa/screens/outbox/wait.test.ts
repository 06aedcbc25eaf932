import { expect, test } from 'vitest';
import type { EngineState, NodeHealth } from '#shared/sync-client/engine.ts';
import type { OutboxItem } from '../../store/views.ts';
import { waitOf } from './wait.ts';

const item = (change: Partial<OutboxItem> = {}): OutboxItem => ({
  ...{ id: 'e', seq: 1, action: 'DELIVERY_VALIDATED', occurred_at: '2026-11-30T09:00:00.000Z', label: null },
  ...{ state: 'device', error_code: null },
  ...change,
});
const engine = (...nodes: NodeHealth[]): EngineState => ({
  ...{ working: false, unsent: 1, handedOver: 0, lastContactAt: null, load: null, patienceUntil: null, nextRoundAt: 1 },
  nodes: Object.fromEntries(nodes.map((health, n) => [`https://node-${n}`, health])),
});
const ok: NodeHealth = { state: 'ok', at: 1, status: null };
const busy: NodeHealth = { state: 'busy', at: 1, reason: 'BUSY' };
const silent: NodeHealth = { state: 'unreachable', at: 1, reason: 'timeout' };

test('[UNSENT-2] why an entry waits: the depot has it, a node has said so, none answers, or its turn comes', () => {
  expect(waitOf(item({ state: 'depot' }), engine(silent))).toBe('at_depot');
  expect(waitOf(item({ error_code: 'BUSY' }), engine(ok))).toBe('told');
  expect(waitOf(item(), engine(silent, ok))).toBe('soon');
  expect(waitOf(item(), engine(silent, busy))).toBe('busy');
  expect(waitOf(item(), engine({ state: 'sign_in', at: 1 }))).toBe('sign_in');
  expect(waitOf(item(), engine(silent))).toBe('nobody');
  expect(waitOf(item(), null)).toBe('nobody');
  expect(waitOf(item(), engine(silent), true)).toBe('wifi');
  expect(waitOf(item(), engine(ok), true)).toBe('soon');
});
