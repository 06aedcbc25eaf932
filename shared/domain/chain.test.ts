import fc from 'fast-check';
import { expect, test } from 'vitest';
import { verifySignature } from '#shared/ports/crypto-node.ts';
import { TestDevice } from '../testing/test-device.ts';
import { vouch } from './chain.ts';

const audit = (n: number) => ({ entity_type: 'AUDIT', entity_id: String(n), action: 'SEEN', payload: { n } });
const run = (device: TestDevice, length: number) => Array.from({ length }, (_, n) => device.say(audit(n)));

/** Counts what verifying costs: it is the dearest step of a push. */
function counting() {
  let calls = 0;
  const verify: typeof verifySignature = (...args) => {
    calls += 1;
    return verifySignature(...args);
  };
  return { verify, calls: () => calls };
}

test('[EVT-3] one signature vouches for a whole run, in any order', () => {
  const device = new TestDevice(7);
  const events = run(device, 50);
  const counter = counting();
  const verdicts = vouch([...events].reverse(), () => device.publicKey, counter.verify);
  expect(new Set(verdicts)).toEqual(new Set(['valid']));
  expect(counter.calls()).toBe(1);
});

test('[EVT-3] a broken last signature takes itself out, and no other', () => {
  const device = new TestDevice(7);
  const events = run(device, 5);
  const last = { ...(events[4] as (typeof events)[0]), signature: (events[0] as (typeof events)[0]).signature };
  const verdicts = vouch([...events.slice(0, 4), last], () => device.publicKey, verifySignature);
  expect(verdicts).toEqual(['valid', 'valid', 'valid', 'valid', 'invalid']);
});

test('[EVT-3] a forged link does not ride on a genuine signature', () => {
  const device = new TestDevice(7);
  const thief = new TestDevice(7);
  const [first, second] = run(device, 2);
  if (!first || !second) throw new Error('two events');
  // The thief names the device and its first event, and signs with his own key.
  const forged = thief.seal({ ...first, payload: { n: 'forged' }, seq: 3, prev_checksum: second.checksum });
  expect(vouch([first, second, forged], () => device.publicKey, verifySignature)).toEqual([
    'valid',
    'valid',
    'invalid',
  ]);
  // A genuine event that is claimed to follow the forged one does not: its own content names another.
  const bent = { ...second, prev_checksum: forged.checksum };
  expect(vouch([forged, second], () => device.publicKey, verifySignature)).toEqual(['invalid', 'valid']);
  expect(bent.checksum).toBe(second.checksum);
});

test('[EVT-3] runs with gaps between them, several devices, and an unknown key', () => {
  const [a, b, stranger] = [new TestDevice(1), new TestDevice(2), new TestDevice(3)];
  const fromA = run(a, 6);
  const events = [...fromA.slice(0, 2), ...run(b, 2), ...fromA.slice(4), ...run(stranger, 1)];
  const keys = new Map([a, b].map((device) => [device.id, device.publicKey]));
  const counter = counting();
  const verdicts = vouch(events, (id) => keys.get(id), counter.verify);
  expect(verdicts).toEqual([...Array.from({ length: 6 }, () => 'valid'), 'unknown_key']);
  expect(counter.calls()).toBe(3);
});

test('[EVT-3] many forged tails on one long run cost a check each, not a run each', () => {
  const device = new TestDevice(7);
  const stem = run(device, 100).map((event) => ({ ...event, signature: 'AA' }));
  const tip = stem.at(-1)?.checksum ?? null;
  const tails = Array.from({ length: 100 }, (_, n) => ({
    ...device.seal({ ...audit(n), device_id: device.id, prev_checksum: tip }),
    device_id: device.id,
    signature: 'AA',
  }));
  const counter = counting();
  const verdicts = vouch([...stem, ...tails], () => device.publicKey, counter.verify);
  expect(new Set(verdicts)).toEqual(new Set(['invalid']));
  expect(counter.calls()).toBe(200);
});

test('[EVT-3] however runs are torn, stripped and mixed with forgeries, exactly what a genuine signature covers is valid', () => {
  const device = new TestDevice(7);
  const thief = new TestDevice(7);
  const chain = run(device, 12);
  const piece = fc.record({ kept: fc.boolean(), stripped: fc.boolean(), forgedAfter: fc.boolean() });
  const order = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 36, maxLength: 36 });
  fc.assert(
    fc.property(fc.array(piece, { minLength: 12, maxLength: 12 }), order, (pieces, dice) => {
      const genuine = chain.flatMap((event, n) => {
        const { kept, stripped } = pieces[n] ?? {};
        return kept ? [stripped ? { ...event, signature: 'AAAA' } : event] : [];
      });
      const forged = chain.flatMap((event, n) => {
        if (!pieces[n]?.forgedAfter) return [];
        const lie = thief.seal({ ...event, payload: { n: 'forged' }, prev_checksum: event.checksum });
        return [lie, thief.seal({ ...lie, prev_checksum: lie.checksum })];
      });
      const drawn = [...genuine, ...forged].map((event, n) => ({ event, lot: dice[n] ?? 0 }));
      const events = drawn.sort((a, b) => a.lot - b.lot).map(({ event }) => event);
      const verdicts = vouch(events, () => device.publicKey, verifySignature);

      // Backwards along the true chain: covered by an own signature, or by that of the next event, if that is there.
      const covered = new Set<string>();
      let vouched = false;
      for (const event of [...chain].reverse()) {
        const here = genuine.find(({ checksum }) => checksum === event.checksum);
        vouched = here !== undefined && (vouched || here.signature === event.signature);
        if (vouched) covered.add(event.checksum);
      }
      for (const [n, event] of events.entries()) {
        expect(verdicts[n]).toBe(covered.has(event.checksum) ? 'valid' : 'invalid');
      }
    }),
    { numRuns: 60 },
  );
});
