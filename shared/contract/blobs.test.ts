import { expect, test } from 'vitest';
import { ANY_BYTES, contentRange, mediaType, parseContentRange } from './blobs.ts';

test('[BLOB-4] a range names a stretch within a whole of known length, or nothing', () => {
  const range = { first: 0, last: 99, total: 200 };
  expect(parseContentRange(contentRange(range))).toEqual(range);
  const wrong = ['', 'bytes */200', 'bytes 0-99/*', 'bytes 99-0/200', 'bytes 0-200/200', 'bytes=0-99', 'bytes -1-9/10'];
  for (const header of [...wrong, 'bytes 0-9/99999999999999999999', ' bytes 0-9/10', 'bytes 0-9/10,11-12/20']) {
    expect(parseContentRange(header), header).toBeNull();
  }
});

test('[BLOB-1] a media type is kept without its parameters; what is none is plain bytes', () => {
  expect(mediaType('Image/JPEG; charset=x')).toBe('image/jpeg');
  for (const header of [undefined, '', 'jpeg', 'image/', 'a b/c', 'image/jpeg\r\nx: y', `a/${'b'.repeat(80)}`]) {
    expect(mediaType(header)).toBe(ANY_BYTES);
  }
});
