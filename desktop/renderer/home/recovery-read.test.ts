import { expect, it } from 'vitest';
import { isRead } from './recovery-read.ts';

it('[REC-2] a repair that was read is put away, though its time moves with the server’s, and a later one is told', () => {
  const at = '2026-11-22T09:00:00.000Z';
  expect(isRead(at, null)).toBe(false);
  expect(isRead(at, '2026-11-22T08:59:58.000Z')).toBe(true);
  expect(isRead('2026-11-22T21:00:00.000Z', at)).toBe(false);
});
