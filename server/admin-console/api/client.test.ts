import { expect, it } from 'vitest';
import { hqRequest, methodOf } from './client.ts';

it('[ERP-19] a call is made of its parts: each is encoded, and a member of the query that is empty is left out', () => {
  expect(
    hqRequest('GET /clients/:id/statement', { params: { id: 'ext:a/b' }, query: { from: '2026-12-01', to: '' } }),
  ).toEqual({
    call: 'GET /clients/:id/statement',
    address: '/api/admin/clients/ext%3Aa%2Fb/statement?from=2026-12-01',
  });
  const credited = hqRequest('GET /deliveries/:id/pictures/:sha256', { params: { id: 1, sha256: 'f00' } });
  expect(credited.address).toBe('/api/admin/deliveries/1/pictures/f00');
  expect(hqRequest('GET /stamp-rules')).toEqual({ call: 'GET /stamp-rules', address: '/api/admin/stamp-rules' });
  expect(methodOf('PATCH /users/:id')).toBe('PATCH');
});

it('[ERP-19] what the server’s schemas do not know is no call, no part of one and no member of a body', () => {
  const reason = { reason: 'x' };
  // @ts-expect-error: there is no such call
  hqRequest('POST /deliveries/:id/forget');
  // @ts-expect-error: which delivery?
  hqRequest('POST /deliveries/:id/cancel', { body: reason });
  // @ts-expect-error: this list has no such filter
  hqRequest('GET /deliveries', { query: { planed_for: '2026-12-01' } });
  // @ts-expect-error: the reason has another name
  hqRequest('POST /tours/:id/settle', { params: { id: 1 }, body: { why: 'x' } });
  expect(hqRequest('POST /tours/:id/settle', { params: { id: 1 }, body: reason }).body).toEqual(reason);
});
