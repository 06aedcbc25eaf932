import { expect, test } from 'vitest';
import { aesGcm, KEY_BYTES } from '#shared/ports/cipher.ts';
import { Chance } from './chance.ts';
import { nativeCipher } from './native-cipher.ts';

test('[SIM-3] what the simulator seals is what a phone seals, byte for byte', () => {
  const key = new Chance(1).bytes(KEY_BYTES);
  const [phone, sim] = [aesGcm(key, new Chance(2)), nativeCipher(key, new Chance(2))];
  for (const text of ['', 'Épicerie نعم', 'x'.repeat(70_000)]) {
    const plain = new TextEncoder().encode(text);
    const sealed = phone.seal(plain, 'event.body 1');
    expect(sim.seal(plain, 'event.body 1')).toEqual(sealed);
    expect(sim.open(sealed, 'event.body 1')).toEqual(plain);
    expect(sim.open(sealed, 'event.body 2')).toBeNull();
    expect(sim.open(sealed.with(-1, (sealed.at(-1) ?? 0) ^ 1), 'event.body 1')).toBeNull();
    expect(sim.open(sealed.subarray(0, 27), 'event.body 1')).toBeNull();
  }
});
