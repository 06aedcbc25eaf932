import { expect, test } from 'vitest';
import { readHubSettings } from './settings.ts';

test.each([
  ['MANCHENGO_UPSTREAM', 'http://hq.example.com'],
  ['MANCHENGO_UPSTREAM', 'http://192.168.1.2:8440'],
  ['MANCHENGO_CA', 'AB:CD'],
  ['MANCHENGO_PAIRING_PORT', '65536'],
])(
  '[NODE-2] [TLS-11] a setting that means nothing, or would speak to HQ in the clear, is refused: %s=%s',
  (name, value) => {
    const read = readHubSettings({ [name]: value });
    expect(read.ok).toBe(false);
    if (!read.ok) expect(read.error).toMatch(new RegExp(`^${name} [^\\n]*\\.$`));
  },
);

test('[TLS-11] the CA’s fingerprint is taken as people write it', () => {
  const written = 'AB:'.repeat(31).concat('AB');
  for (const text of [written, written.replaceAll(':', ' '), written.replaceAll(':', '').toLowerCase()]) {
    expect(readHubSettings({ MANCHENGO_CA: text })).toMatchObject({ value: { caFingerprint: 'ab'.repeat(32) } });
  }
});

test('[TLS-11] a server on this very machine may be spoken to without TLS', () => {
  for (const upstream of ['http://127.0.0.1:8440', 'http://localhost:8440', 'http://[::1]:8440']) {
    expect(readHubSettings({ MANCHENGO_UPSTREAM: upstream })).toMatchObject({ value: { upstream } });
  }
});

test('[DISK-1] the floor is said in whole megabytes, or not at all', () => {
  expect(readHubSettings({ MANCHENGO_DISK_FLOOR: '750' })).toMatchObject({ value: { diskFloorBytes: 750_000_000 } });
  expect(readHubSettings({})).toMatchObject({ value: { diskFloorBytes: null } });
  for (const wrong of ['9', '1.5', '500 MB', '100000', '-20']) {
    expect(readHubSettings({ MANCHENGO_DISK_FLOOR: wrong })).toMatchObject({ ok: false });
  }
});
