import { expect, test } from 'vitest';
import { lineState } from './line-trouble.ts';

const at = 0;

test.each([
  ['HQ takes and gives', { state: 'ok', at, status: null } as const, 'ANSWERS', null],
  ['what HQ says is not kept here', { state: 'not_kept', at, reason: 'no room' } as const, 'ANSWERS', null],
  ['nobody answers', { state: 'unreachable', at, reason: 'connect ECONNREFUSED' } as const, 'CUT', null],
  [
    'a wrong certificate',
    { state: 'unreachable', at, reason: 'self-signed certificate' } as const,
    'REFUSED',
    'STRANGER',
  ],
  [
    'a portal',
    { state: 'unreachable', at, reason: 'what answered is no node (status 302)' } as const,
    'REFUSED',
    'PORTAL',
  ],
  ['HQ asks for patience', { state: 'busy', at, reason: '' } as const, 'REFUSED', 'BUSY'],
  ['HQ gives no token', { state: 'sign_in', at } as const, 'REFUSED', 'UNKNOWN_HUB'],
  ['an old version', { state: 'refused', at, reason: 'UPGRADE_REQUIRED' } as const, 'REFUSED', 'VERSION'],
  ['any other refusal', { state: 'refused', at, reason: 'INVALID_REQUEST' } as const, 'REFUSED', 'OTHER'],
  ['nothing was tried yet', { state: 'never_tried' } as const, 'TRYING', null],
])('[HUB-30] %s: the line is what it is', (_what, health, state, trouble) => {
  expect(lineState(health, null)).toEqual({ state, trouble });
});

test('[HUB-30] why HQ gave no token is what the line says', () => {
  expect(lineState({ state: 'sign_in', at }, 'VERSION').trouble).toBe('VERSION');
  const renewal = { state: 'unreachable', at, reason: 'the token could not be renewed' } as const;
  expect(lineState(renewal, 'BUSY')).toEqual({ state: 'REFUSED', trouble: 'BUSY' });
  expect(lineState(renewal, null)).toEqual({ state: 'CUT', trouble: null });
});
