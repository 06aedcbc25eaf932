import { expect, test } from 'vitest';
import type { Transport } from '#shared/ports/transport.ts';
import { resetPassword } from './sign-in.ts';

test('[HOSTILE-9] an address that gives no answer does not hide what another one answered', async () => {
  const transport: Transport = {
    request: ({ url }) =>
      Promise.resolve(
        url.startsWith('https://hub')
          ? {
              kind: 'answer',
              status: 503,
              retryAfterSeconds: null,
              body: { code: 'UNAVAILABLE', detail: 'no line to HQ' },
            }
          : { kind: 'unreachable', reason: 'no line' },
      ),
  };
  const input = { username: 'driver1.alger', code: 'ABCD', new_password: 'a new password' };
  for (const urls of [
    ['https://hub', 'https://server'],
    ['https://server', 'https://hub'],
  ]) {
    expect(await resetPassword(transport, urls, input), urls.join()).toMatchObject({ code: 'UNAVAILABLE' });
  }
  expect(await resetPassword(transport, ['https://server'], input)).toMatchObject({ code: 'OFFLINE' });
});
