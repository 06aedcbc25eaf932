import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blobsNamedBy } from './blob-refs.ts';

const [a, b] = ['a'.repeat(64), 'b'.repeat(64)];

test('[BLOB-7] an event names its signature and its photos, each once', () => {
  expect(blobsNamedBy({ payload: { signature_blob: a, photo_blobs: [b, a, b] } })).toEqual([a, b]);
  expect(blobsNamedBy({ payload: { photo_blobs: [b] } })).toEqual([b]);
  expect(blobsNamedBy({ payload: {} })).toEqual([]);
});

test('[BLOB-7] a payload that nobody has judged names nothing that is no blob’s name, and not without end', () => {
  const payload = fc.record({
    signature_blob: fc.anything(),
    photo_blobs: fc.oneof(fc.anything(), fc.array(fc.anything())),
  });
  fc.assert(
    fc.property(payload, (odd) => {
      for (const name of blobsNamedBy({ payload: odd })) expect(name).toMatch(/^[0-9a-f]{64}$/);
    }),
  );
  const many = Array.from({ length: 5_000 }, (_, n) => n.toString(16).padStart(64, '0'));
  expect(blobsNamedBy({ payload: { photo_blobs: many } }).length).toBeLessThan(100);
});
