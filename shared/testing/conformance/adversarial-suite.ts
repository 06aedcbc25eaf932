import { gzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { TestDevice, testIds } from '../test-device.ts';
import {
  audit,
  codesOf,
  expectService,
  get,
  openSlowPush,
  post,
  pushAll,
  pushTexts,
  type Target,
} from './adversary.ts';
import type { Check } from './checks.ts';
import { tokenChecks } from './tokens-suite.ts';

type Attack = Check<Target>;

const forgeries: Attack[] = [
  {
    name: '[EVT-3] a thief’s event that names the chain of another’s device fails alone',
    async run(target) {
      const victim = await target.signIn('driver1.alger');
      const [first, second] = [audit(victim.device, 1), audit(victim.device, 2)];
      const thief = new TestDevice(victim.device.userId);
      const forged = thief.seal({
        ...second,
        id: testIds.uuid(),
        payload: { n: 'forged' },
        seq: 3,
        prev_checksum: second.checksum,
      });
      const answer = await pushAll(target, victim, [forged, first, second]);
      expect(answer.acked_event_ids.toSorted()).toEqual([first.id, second.id].toSorted());
      expect(codesOf(answer)).toEqual({ [forged.id]: 'SIGNATURE_INVALID' });
      expect(await target.storedText(forged.id)).toBeNull();
    },
  },
  {
    name: '[EVT-3] an event that was bent and given a fitting checksum does not ride between two genuine ones',
    async run(target) {
      const { device, authorization } = await target.signIn('driver1.alger');
      const [first, second, third] = [audit(device, 1), audit(device, 2), audit(device, 3)];
      const bent = { ...new TestDevice(0).seal({ ...second, payload: { n: 'bent' } }), signature: second.signature };
      const answer = await pushAll(target, { device, authorization }, [first, bent, third]);
      expect(codesOf(answer)).toEqual({ [second.id]: 'SIGNATURE_INVALID' });
      expect(await pushAll(target, { device, authorization }, [second])).toMatchObject({ success: true });
    },
  },
  {
    name: '[EVT-3] a signature that is missing, empty, padded, in another form or of another event is none',
    async run(target) {
      const { device, authorization } = await target.signIn('driver1.alger');
      const donor = audit(device, 'donor');
      const bad: [unknown, string][] = [
        [undefined, 'INVALID_EVENT'],
        ['', 'INVALID_EVENT'],
        [null, 'INVALID_EVENT'],
        [`${donor.signature}=`, 'INVALID_EVENT'],
        [donor.signature, 'SIGNATURE_INVALID'],
        [donor.signature.slice(0, -4), 'SIGNATURE_INVALID'],
        [`${donor.signature}AAAA`, 'SIGNATURE_INVALID'],
        [Buffer.alloc(64).toString('base64url'), 'SIGNATURE_INVALID'],
        [
          Buffer.from(`30440220${'11'.repeat(32)}0220${'11'.repeat(32)}`, 'hex').toString('base64url'),
          'SIGNATURE_INVALID',
        ],
      ];
      for (const [signature, code] of bad) {
        const event = { ...audit(device), signature };
        expect(codesOf(await pushAll(target, { device, authorization }, [event])), String(signature)).toEqual({
          [event.id]: code,
        });
      }
    },
  },
  {
    name: '[EVT-1] [PUSH-4] a checksum over another text than the canonical one is none',
    async run(target) {
      const { device, authorization } = await target.signIn('driver1.alger');
      const { checksum: _own, signature: _signed, ...bare } = audit(device);
      const disordered = JSON.stringify({ z: 1, ...bare });
      const sealed = device.sealText(disordered);
      const answer = await pushAll(target, { device, authorization }, [{ z: 1, ...bare, ...sealed }]);
      expect(codesOf(answer)).toEqual({ [bare.id]: 'CHECKSUM_MISMATCH' });
    },
  },
  {
    name: '[PUSH-3] a push that is replayed, at once or later, has one effect; another’s token does not carry it',
    async run(target) {
      const [owner, thief] = [await target.signIn('driver1.alger'), await target.signIn('driver2.alger')];
      const event = audit(owner.device);
      const body = owner.device.pushBody([event]);
      const answers = await Promise.all(Array.from({ length: 8 }, () => post(target, owner.authorization, body)));
      for (const { status, body } of answers) expect([status, body.acked_event_ids]).toEqual([200, [event.id]]);
      const stolen = await post(target, thief.authorization, body);
      expect([stolen.status, stolen.body.code]).toEqual([403, 'FORBIDDEN']);
      expect(JSON.parse((await target.storedText(event.id)) ?? 'null')).toEqual(event);
    },
  },
];

/** Texts that are one event's own fault, whatever they do to a parser, a stack, a column or a prototype. */
const oddities: [string, (device: TestDevice) => string][] = [
  ['an id that nests without end', () => `{"id":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ['nothing but brackets', () => `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`],
  ['an id of a megabyte', () => JSON.stringify({ id: 'x'.repeat(1_000_000) })],
  [
    'a member that nests without end',
    (d) => JSON.stringify(audit(d)).replace('{"n":0}', `{"n":${'{"a":'.repeat(9_000)}1${'}'.repeat(9_000)}}`),
  ],
  [
    'a day that is on no calendar',
    (d) => JSON.stringify(d.say({ ...saying, occurred_at: '2026-02-30T00:00:00.000Z' })),
  ],
  ['the year 0', (d) => JSON.stringify(d.say({ ...saying, occurred_at: '0000-01-01T00:00:00.000Z' }))],
  ['a number beyond all numbers', (d) => JSON.stringify(audit(d)).replace('"seq":', '"seq":1e400,"was":')],
  [
    'a number beyond all numbers in its payload',
    (d) => JSON.stringify(audit(d, null)).replace('"n":null', '"n":1e400'),
  ],
  ['a number between two numbers', (d) => JSON.stringify(d.say({ ...saying, seq: 1.5 }))],
  ['a user beyond all users', (d) => JSON.stringify(d.say({ ...saying, user_id: 2 ** 53 }))],
  ['a payload that is a list', (d) => JSON.stringify(d.say({ ...saying, payload: [1] as never }))],
  ['an id with spaces around it', (d) => JSON.stringify(d.say({ ...saying, id: ` ${testIds.uuid()}` }))],
  ['an id in capitals', (d) => JSON.stringify(d.say({ ...saying, id: testIds.uuid().toUpperCase() }))],
  ['an escaped __proto__', (d) => JSON.stringify(audit(d)).replace('"n":0', '"\\u005f_proto__":{"admin":true}')],
  ['half a pair in a name', (d) => JSON.stringify(d.say({ ...saying, payload: { '\udc00': 1 } }))],
  [
    'ten thousand members',
    (d) =>
      JSON.stringify(
        d.say({ ...saying, v: 0, payload: Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [n, n])) }),
      ),
  ],
];
const saying = { entity_type: 'AUDIT', entity_id: 'a', action: 'SEEN', payload: {} };

const odd: Attack[] = oddities.map(([what, make]) => ({
  name: `[EVT-4] [PUSH-2] ${what} fails alone`,
  async run(target) {
    const who = await target.signIn('driver2.alger');
    const [before, after] = [audit(who.device, 'before'), audit(who.device, 'after')];
    const answer = await pushTexts(target, who, [JSON.stringify(before), make(who.device), JSON.stringify(after)]);
    expect(answer.acked_event_ids.toSorted()).toEqual([before.id, after.id].toSorted());
    expect(answer.failed_events.map(({ error_code }) => error_code)).toEqual(['INVALID_EVENT']);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  },
}));

const bodies: Attack[] = [
  {
    name: '[IN-5] [PUSH-9] a body with bytes that are no UTF-8 is refused whole and stores nothing',
    async run(target) {
      const who = await target.signIn('driver1.alger');
      const [good, spoilt] = [audit(who.device), audit(who.device, '@@')];
      const text = JSON.stringify(who.device.pushBody([good, spoilt]));
      // No UTF-8 at all, half a surrogate pair in UTF-8's form, and a character that breaks off.
      for (const bytes of [
        [0xff, 0xff],
        [0xed, 0xa0, 0x80],
        [0xc3, 0x40],
      ]) {
        const [before = '', after = ''] = text.split('@@');
        const body = Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]);
        const answer = await post(target, who.authorization, new Uint8Array(body));
        expect([answer.status, answer.body.code], String(bytes)).toEqual([400, 'INVALID_REQUEST']);
        expect(await target.storedText(good.id)).toBeNull();
      }
      expect(await pushAll(target, who, [good, spoilt])).toMatchObject({ success: true });
    },
  },
  {
    name: '[PUSH-9] bodies in another encoding than they claim are refused whole',
    async run(target) {
      const who = await target.signIn('driver1.alger');
      const event = audit(who.device);
      const text = JSON.stringify(who.device.pushBody([event]));
      const packed = gzipSync(text);
      const bad: [Uint8Array | string, Record<string, string>, number][] = [
        [text, { 'content-encoding': 'gzip' }, 400],
        [text, { 'content-encoding': 'br' }, 400],
        [text, { 'content-encoding': 'zstd' }, 400],
        [new Uint8Array(packed.subarray(0, packed.length / 2)), { 'content-encoding': 'gzip' }, 400],
        [new Uint8Array(packed), {}, 400],
        [new Uint8Array(packed), { 'content-encoding': 'gzip, gzip' }, 415],
        [new Uint8Array(Buffer.from(text, 'utf16le')), {}, 400],
        ['', {}, 400],
        ['null', {}, 400],
        ['"text"', {}, 400],
        [text.slice(0, -1), {}, 400],
        [text, { 'content-type': 'text/json' }, 415],
        [text, { 'content-type': 'multipart/form-data' }, 415],
      ];
      for (const [body, headers, status] of bad) {
        const answer = await post(target, who.authorization, body, headers);
        expect(answer.status, JSON.stringify([headers, answer.body])).toBe(status);
        expect(typeof answer.body.code).toBe('string');
      }
      expect(await target.storedText(event.id)).toBeNull();
      const charset = await post(target, who.authorization, text, {
        'content-type': 'application/json; charset=utf-8',
      });
      expect(charset.body.acked_event_ids).toEqual([event.id]);
    },
  },
  {
    name: '[PUSH-9] [IN-1] an envelope with members of the wrong kind is refused, whatever stands in it',
    async run(target) {
      const who = await target.signIn('driver1.alger');
      const body = who.device.pushBody([]);
      for (const odd of [
        { relayed: [] },
        { relayed: { x: 1 } },
        { relayed: { x: { received_at: 'x', clock_drift_ms: 0 } } },
        { relayed: JSON.parse('{"__proto__":{"received_at":1}}') },
        { sent_at: '2026-11-22' },
        { sent_at: '2026-02-30T00:00:00.000Z' },
        { sent_at: '0000-01-01T00:00:00.000Z' },
        { relayed: { x: { received_at: '2026-02-30T00:00:00.000Z', clock_drift_ms: 0 } } },
        { batch_id: 'x'.repeat(1_000_000) },
        { device_id: [who.device.id] },
      ]) {
        const { status, body: answer } = await post(target, who.authorization, { ...body, ...odd });
        expect([status, answer.code], JSON.stringify(odd).slice(0, 100)).toEqual([400, 'INVALID_REQUEST']);
      }
      await expectService(target, who);
    },
  },
  {
    name: '[PUSH-8] a phone that plays the hub is not believed: what it says of other clocks moves nothing',
    async run(target) {
      const who = await target.signIn('driver1.alger');
      const event = audit(who.device);
      const relayed = {
        [event.id]: { received_at: '2001-01-01T00:00:00.000Z', clock_drift_ms: 300_000_000_000_000 },
      };
      const { status, body } = await post(target, who.authorization, who.device.pushBody([event], { relayed }));
      expect([status, body.acked_event_ids]).toEqual([200, [event.id]]);
    },
  },
  {
    name: '[CUST-7] a phone whose clock is out of all time hands in all the same, and hears how far it is off',
    async run(target) {
      const who = await target.signIn('driver2.alger');
      for (const sent_at of ['0001-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z']) {
        const event = who.device.say({ ...saying, occurred_at: '9999-12-31T23:59:59.999Z' });
        const { status, body } = await post(target, who.authorization, who.device.pushBody([event], { sent_at }));
        expect([status, body.acked_event_ids], sent_at).toEqual([200, [event.id]]);
        const pulled = await get(target, who.authorization, '/api/sync/pull?since=2100-01-01T00:00:00.000Z');
        expect(Math.abs(pulled.body.device_status.clock_drift_ms)).toBeGreaterThan(0);
      }
    },
  },
  {
    name: '[PUSH-9] a body that breaks off leaves nothing, and fifty that never end hold up nobody',
    async run(target) {
      const who = await target.signIn('driver1.alger');
      const event = audit(who.device);
      const text = JSON.stringify(who.device.pushBody([event]));
      const broken = await openSlowPush(target, who.authorization, text.length);
      await new Promise((resolve) => broken.write(text.slice(0, -20), resolve));
      broken.destroy();
      const slow = await Promise.all(
        Array.from({ length: 50 }, () => openSlowPush(target, who.authorization, 1_000_000)),
      );
      try {
        for (const socket of slow) socket.write('{"events":[');
        await expectService(target, who);
        expect(await target.storedText(event.id)).toBeNull();
      } finally {
        for (const socket of slow) socket.destroy();
      }
      expect(await pushAll(target, who, [event])).toMatchObject({ success: true });
    },
  },
  {
    name: '[PULL-3] odd questions get a 400, never a 500 and never another’s answer',
    async run(target) {
      const [who, other] = [await target.signIn('driver1.alger'), await target.signIn('driver2.alger')];
      const odd = [
        '/api/sync/pull?since=a&since=b',
        '/api/sync/pull?limit=501.5',
        '/api/sync/pull?limit=-1',
        `/api/sync/pull?since=${'9'.repeat(99)}.9`,
        '/api/sync/pull?since=x.99999999999999999999',
        `/api/sync/bootstrap?page=${encodeURIComponent("0~'; DROP TABLE events; --~x.1")}`,
        '/api/sync/bootstrap?page=0~%00~x.1',
        '/api/sync/status?device_id=%00',
      ];
      for (const path of odd) {
        const { status, body } = await get(target, who.authorization, path);
        expect([status, body.code], path).toEqual([400, 'INVALID_REQUEST']);
      }
      for (const call of ['pull', 'bootstrap', 'status']) {
        const { status, body } = await get(target, who.authorization, `/api/sync/${call}?device_id=${other.device.id}`);
        expect([status, body.code], call).toEqual([403, 'FORBIDDEN']);
      }
      const ignored = await get(target, who.authorization, '/api/sync/status?__proto__[admin]=1&constructor=1');
      expect(ignored.status).toBe(200);
      expect(({} as Record<string, unknown>).admin).toBeUndefined();
    },
  },
];

/** What somebody may try who holds a phone, a token, or only the address. Every node withstands all of it. */
export const adversarialSuite: Attack[] = [...forgeries, ...odd, ...bodies, ...tokenChecks];
