import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { LIMITS } from '#shared/contract/limits.ts';
import { sha256 } from '#shared/ports/crypto-node.ts';
import { TestDevice } from '#shared/testing/test-device.ts';
import { canonicalJson } from '../canonical-json.ts';
import { codesOf, joinCodes, readShown } from './shown-event.ts';

const LINE = { product_id: 1, quantity: 1, condition: 'GOOD' };
const counted = (lines: number) =>
  new TestDevice(5).say({
    ...{ entity_type: 'TOUR', entity_id: '7.2026-11-29', action: 'TOUR_COUNTED' },
    payload: {
      ...{ driver_user_id: 7, day: '2026-11-29', cash_counted: 125_000, cheques: [] },
      lines: Array.from({ length: lines }, (_, n) => ({
        ...LINE,
        product_id: n * 7919,
        lot_number: `L-${n * 104_729}`,
      })),
    },
  });
const packedOf = (codes: string[]) => {
  const joined = joinCodes(codes);
  return joined.kind === 'whole' ? joined.packed : joined.kind;
};

/** Made by zlib itself, of the canonical JSON of this event. */
const KNOWN =
  'MCT1.jVHLasMwEPyXOctBsi3L1bUtvZQaSnJpCUbRg5g6diJLBhPy78VO2tBb97AgrWZ2ZnSG0qHpO0isq817_Vht3tbPTyDQe6u_hniAROl23ImSa825UDvjUiNSbtJM5VnBMsszN18XnLGSO8Oo0k7leVE82FwJpkFg7NhoWzcGEvRWydLE3Mqf47WcA4HtQhOmK0SsUpoWCWNJ-nAfhelob8JB8E9uykDQax29t6ZWARJ37jUTklJJ6YpS-gGCo5raXhnIM7Qa9rXuYxesgWQpp5QuMZ2iHSA_twRGTX_oZuO-Ga2v42D9YkUQtE23AM7QfWeaW_wvVTXH3vah7uJhZz0kXpN8Vnv0vYk6LHhGcIpq8T-LuGwv89yO9f2_uti2BIM9La9_N3OCEZJdvgE';

test('[TOUR-10] a known code shows its event, whose checksum is its own', async () => {
  const event = await readShown(packedOf([KNOWN]), sha256);
  expect(event).toMatchObject({
    entity_id: '7.2026-11-29',
    action: 'TOUR_COUNTED',
    payload: { cash_counted: 125_000 },
  });
  expect(Object.keys(event ?? {})).not.toContain('signature');
});

test('[TOUR-10] what one screen shows is what the other reads, in one code or in numbered ones, in any order', async () => {
  for (const lines of [0, 3, 200]) {
    const { signature: _signature, ...event } = counted(lines);
    const codes = await codesOf({ ...event, signature: 'x' });
    expect(codes.every((code) => code.length <= LIMITS.shownCodeChars)).toBe(true);
    expect(codes.length > 1).toBe(lines === 200);
    expect(await readShown(packedOf(codes.toReversed()), sha256)).toEqual(event);
    expect(await readShown(packedOf([...codes, ...codes]), sha256)).toEqual(event);
  }
});

test('[TOUR-10] a single code has 1,400 characters at most; a longer text is split', async () => {
  const shapes = await Promise.all([20, 100, 150, 200, 300].map(async (lines) => codesOf(counted(lines))));
  for (const codes of shapes) {
    const [first = ''] = codes;
    if (codes.length === 1) expect(first).toMatch(/^MCT1\.[\w-]+$/);
    else
      expect(codes.map((code) => code.split('.').slice(0, 2).join('.'))).toEqual(
        codes.map((_, n) => `MCT1/${codes.length}.${n + 1}`),
      );
  }
  expect(new Set(shapes.map(({ length }) => Math.min(length, 2)))).toEqual(new Set([1, 2]));
});

test('[TOUR-10] codes that are missing are named, and those of another event do not count', async () => {
  const codes = await codesOf(counted(200));
  const [first = '', second = ''] = codes;
  expect(joinCodes([second])).toEqual({ kind: 'partial', missing: codes.map((_, n) => n + 1).filter((n) => n !== 2) });
  expect(joinCodes([first, 'MCT1/2.1.abc'])).toEqual({ kind: 'partial', missing: [2] });
  for (const code of ['', 'MCG1.x', 'MCT1.', 'MCT1/0.1.a', 'MCT1.é', 'MCT1/2.1.'])
    expect(joinCodes([code])).toEqual({ kind: 'unknown' });
});

test('[TOUR-10] what was changed, cut or made up shows nothing', async () => {
  const event = counted(1);
  const pack = (value: unknown) => deflateRawSync(canonicalJson(value)).toString('base64url');
  const { signature: _signature, ...shown } = event;
  expect(await readShown(pack(shown), sha256)).toEqual(shown);
  const bent = { ...shown, payload: { ...shown.payload, cash_counted: 1 } };
  const bomb = deflateRawSync(Buffer.alloc(LIMITS.eventBytes + 1)).toString('base64url');
  for (const packed of [pack(bent), pack(null), pack([]), pack('x'), pack(shown).slice(0, -9), 'AAAA', '!', bomb]) {
    expect(await readShown(packed, sha256)).toBeNull();
  }
});
